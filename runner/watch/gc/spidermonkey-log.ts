import type { LineReader, Pause } from './account.ts';

const LINE = /^(?<name>MajorGC|MinorGC):\s+(?<rest>.*)$/;
const KINDS = {
  MajorGC: { kind: 'major', unitMs: 1 },
  MinorGC: { kind: 'minor', unitMs: 1e-3 },
} as const satisfies Record<string, { kind: Pause['kind']; unitMs: number }>;
/** The state transitions of a slice. The last state is 0 if the collection is complete. */
const LAST_STATE = /\d+ -> (?<state>\d+) /;
/** A minor collection inside a major one, which includes its time. */
const INSIDE_MAJOR = 'EVICT_NURSERY';

/**
 * SpiderMonkey's `JS_GC_PROFILE` and `JS_GC_PROFILE_NURSERY`, as printed by Firefox under headings: one line per minor collection,
 * in microseconds, and one line per slice of a major collection, in milliseconds. The number of words before the `total` column
 * varies, so the column is counted from the end.
 * https://searchfox.org/mozilla-central/source/js/src/gc/Statistics.cpp (`printSliceProfile`)
 */
export function spiderMonkeyLogReader(): LineReader {
  const fromTheEnd = new Map<string, number>();
  return (line) => {
    const { name, rest } = LINE.exec(line)?.groups ?? {};
    if (name === undefined || rest === undefined) return [];
    const words = rest.trim().split(/\s+/);
    if (words[0] === 'PID') {
      fromTheEnd.set(name, words.length - words.indexOf('total'));
      return [];
    }
    if (words.includes('TOTALS:')) return [];
    const [process, heap, , reason] = words;
    const total = Number(words.at(-(fromTheEnd.get(name) ?? Number.NaN)));
    const state = LAST_STATE.exec(rest)?.groups?.['state'];
    const { kind, unitMs } = KINDS[name as keyof typeof KINDS];
    if (process === undefined || heap === undefined || Number.isNaN(total)) return undefined;
    if (kind === 'major' && state === undefined) return undefined;
    if (reason === INSIDE_MAJOR) return [];
    return [{ process, heap, kind, pauseMs: total * unitMs, ends: kind === 'minor' || state === '0' }];
  };
}
