import type { LineReader, Pause } from './account.ts';

/** Lines about a heap that are no collection. */
const OTHER =
  /^(GC END!|Requesting GC because .*|\[GC<0x[0-9a-f]+>: (starting|finalize|epilogue|shutdown|Full sweep).*\])$/;
const ABOUT_GC = /\bGC\b|=> (Eden|Full)Collection|\bp=[\d.]+ms/;
/** A collection's beginning, its middle or its end: `M` and `C` are the mutator's and the collector's thread. */
const PART =
  /^\[GC<(?<heap>0x[0-9a-f]+)>: (?:START [MC] \d+kb => (?<kind>Eden|Full)Collection, |[MC] )(?<rest>(?:(?!\[GC<).)*)$/;
const END = / END\]$/;
const TO_BE_CONTINUED = /\.\.\.\]$/;

/**
 * JavaScriptCore's `logGC`, as Bun and WebKitGTK print it: `p=…ms` is a pause. Several threads print at once, so that two
 * heaps' lines may be mixed up: those are not understood.
 * https://github.com/WebKit/WebKit/blob/main/Source/JavaScriptCore/heap/Heap.cpp (`Heap::runBeginPhase` and after)
 */
export function jscLogReader(): LineReader {
  const begun = new Map<string, Pause['kind']>();
  return (line) => {
    if (!ABOUT_GC.test(line) || OTHER.test(line)) return [];
    const { heap, kind: name, rest } = PART.exec(line)?.groups ?? {};
    if (heap === undefined || rest === undefined) return undefined;
    const kind = name === undefined ? begun.get(heap) : name === 'Eden' ? 'minor' : 'major';
    const ends = END.test(rest);
    if (kind === undefined || !(ends || TO_BE_CONTINUED.test(rest))) return undefined;
    begun.set(heap, kind);
    const pausesMs = [...rest.matchAll(/\bp=([\d.]+)ms/g)].map(([, pauseMs]) => Number(pauseMs));
    return pausesMs.map((pauseMs, at) => ({
      process: '',
      heap,
      kind,
      pauseMs,
      ends: ends && at === pausesMs.length - 1,
    }));
  };
}
