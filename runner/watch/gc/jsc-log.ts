import type { LineReader, Pause } from './account.ts';

/** Lines about a heap that do not report a collection. */
const OTHER =
  /^(GC END!|Requesting GC because .*|\[GC<0x[0-9a-f]+>: (starting|finalize|epilogue|shutdown|Full sweep).*\])$/;
const ABOUT_GC = /\bGC\b|=> (Eden|Full)Collection|\bp=[\d.]+ms/;
/** The start, the middle or the end of a collection. `M` and `C` are the mutator's and the collector's thread. */
const PART =
  /^\[GC<(?<heap>0x[0-9a-f]+)>: (?:START [MC] \d+kb => (?<kind>Eden|Full)Collection, |[MC] )(?<rest>(?:(?!\[GC<).)*)$/;
const END = / END\]$/;
const CONTINUES = /\.\.\.\]$/;

/**
 * JavaScriptCore's `logGC`, as printed by Bun and WebKitGTK: `p=…ms` is a pause. Threads print at the same time, so lines of two
 * heaps may be mixed up; such lines cannot be read.
 * https://github.com/WebKit/WebKit/blob/main/Source/JavaScriptCore/heap/Heap.cpp (`Heap::runBeginPhase` and after)
 */
export function jscLogReader(): LineReader {
  const started = new Map<string, Pause['kind']>();
  return (line) => {
    if (!ABOUT_GC.test(line) || OTHER.test(line)) return [];
    const { heap, kind: name, rest } = PART.exec(line)?.groups ?? {};
    if (heap === undefined || rest === undefined) return undefined;
    const kind = name === undefined ? started.get(heap) : name === 'Eden' ? 'minor' : 'major';
    const ends = END.test(rest);
    if (kind === undefined || !(ends || CONTINUES.test(rest))) return undefined;
    started.set(heap, kind);
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
