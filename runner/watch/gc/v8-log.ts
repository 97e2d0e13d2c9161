import type { LineReader } from './account.ts';

const PREFIX = /^\[(?<process>\d+):(?<heap>0x[0-9a-f]+)\]\s+\d+ ms: (?<words>.*)$/;
const COLLECTION =
  /^(?:Incremental )?(?<name>Scavenge|Minor Mark-\w+|Mark-Compact)\b.* MB, (?:pooled: [\d.]+ MB, )?(?<pauseMs>[\d.]+) \/ [\d.]+ ms\s+\((?<notes>.*)$/;
const STEPS = /^\+ (?<stepsMs>[\d.]+) ms in \d+ steps since start of marking/;

/**
 * V8's `--trace-gc`, as printed by Node and Deno: one line per collection, with its pause and the time of any marking steps before
 * it. https://github.com/v8/v8/blob/main/src/heap/gc-tracer.cc (`GCTracer::Print`)
 */
export function v8LogReader(): LineReader {
  return (line) => {
    const { process, heap, words } = PREFIX.exec(line)?.groups ?? {};
    if (process === undefined || heap === undefined || words === undefined) return [];
    const { name, pauseMs, notes } = COLLECTION.exec(words)?.groups ?? {};
    if (pauseMs === undefined || notes === undefined) return undefined;
    const stepsMs = STEPS.exec(notes)?.groups?.['stepsMs'] ?? '0';
    return [
      {
        process,
        heap,
        kind: name === 'Mark-Compact' ? 'major' : 'minor',
        pauseMs: Number(pauseMs) + Number(stepsMs),
        ends: true,
      },
    ];
  };
}
