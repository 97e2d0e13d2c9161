import { type Finding, holds, untestable } from '../../results/findings/claim-finding.ts';
import { median } from '../../results/statistics/estimate.ts';
import { describeError } from '../parts/errors.ts';
import { largeModule } from '../parts/large-module.ts';
import type { ClaimContext, PageClaim } from './claim.ts';

/** Claims on what a page and a module need to be loaded. */

/** The description of an error, or `none`. */
async function errorOf(attempt: () => unknown): Promise<string> {
  try {
    await attempt();
    return 'none';
  } catch (error) {
    return describeError(error);
  }
}

async function needsIsolation({ hasDocument, ask }: ClaimContext): Promise<Finding> {
  if (!hasDocument) return untestable('a runtime has no page to isolate');
  const isDefined = typeof SharedArrayBuffer !== 'undefined';
  const posting = await errorOf(() =>
    ask('poke', new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })),
  );
  return holds(
    !isDefined && posting !== 'none',
    `crossOriginIsolated is ${globalThis.crossOriginIsolated}; SharedArrayBuffer is ${isDefined ? '' : 'not '}defined; ` +
      `error when posting a shared memory: ${posting}`,
  );
}

function loads(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(true);
    image.onerror = () => resolve(false);
    image.src = url.href;
  });
}

/** The same server under another host name, which is a different origin. */
function elsewhere(url: URL): URL {
  const other = new URL(url);
  other.hostname = url.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  return other;
}

async function embeddingBreaksIsolation({ hasDocument, fixture }: ClaimContext): Promise<Finding> {
  if (!hasDocument) return untestable('a runtime has no document that could embed a resource');
  const allowed = await loads(elsewhere(fixture('with-corp.svg')));
  if (!allowed)
    return untestable(`${elsewhere(fixture('with-corp.svg')).host} cannot be reached from this page`);
  const loaded = await loads(elsewhere(fixture('without-corp.svg')));
  const isolated = globalThis.crossOriginIsolated;
  return holds(
    !isolated,
    `from another origin, an image with CORP loads, one without ${loaded ? 'loads too' : 'is blocked'}; ` +
      `crossOriginIsolated is then ${isolated}`,
  );
}

const TRIES = 5;
/** Far less than a second compilation takes, far more than posting a compiled module takes. */
const CHEAP = 0.25;

async function moduleIsNotCompiledAgain({ ask }: ClaimContext): Promise<Finding> {
  const compileMs: number[] = [];
  const postMs: number[] = [];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    // A different module each time, as an engine may cache compiled code.
    const bytes = largeModule(attempt);
    const start = performance.now();
    const module = await WebAssembly.compile(bytes);
    const compiled = performance.now();
    const value = await ask('instantiate', module);
    if (value !== attempt)
      return holds(false, `in the worker the module returned ${value}, expected ${attempt}`);
    compileMs.push(compiled - start);
    postMs.push(performance.now() - compiled);
  }
  const [compiling, posting] = [median(compileMs), median(postMs)];
  const evidence =
    `a module of ${(largeModule(0).length / 1024 ** 2).toFixed(1)} MiB: compiled in ${compiling.toFixed(1)} ms; ` +
    `posted, instantiated and called in ${posting.toFixed(1)} ms (medians of ${TRIES})`;
  if (posting < CHEAP * compiling) return holds(true, evidence);
  return posting > compiling ? holds(false, evidence) : { verdict: 'undecided', evidence };
}

async function streamingNeedsMimeType({ fixture }: ClaimContext): Promise<Finding> {
  if (typeof WebAssembly.compileStreaming !== 'function') {
    return untestable('WebAssembly.compileStreaming is not a function here');
  }
  const stream = (name: string) => errorOf(() => WebAssembly.compileStreaming(fetch(fixture(name))));
  const [right, wrong] = [await stream('bump.wasm'), await stream('bump-as-text.wasm')];
  if (right !== 'none') return untestable(`compileStreaming fails with application/wasm too: ${right}`);
  return holds(wrong !== 'none', `error as application/wasm: ${right}; as text/plain: ${wrong}`);
}

export const LOADING_CLAIMS: readonly PageClaim[] = [
  {
    id: 'needs-isolation',
    words: 'Without isolation SharedArrayBuffer is not defined, and posting a shared memory fails.',
    on: 'bare-page',
    find: needsIsolation,
  },
  {
    id: 'embedding-breaks-isolation',
    words: 'One embedded resource without CORP breaks isolation for the whole document.',
    on: 'isolated-page',
    find: embeddingBreaksIsolation,
  },
  {
    id: 'module-is-not-compiled-again',
    words: 'Posting a module clones it without compiling it again.',
    on: 'isolated-page',
    find: moduleIsNotCompiledAgain,
  },
  {
    id: 'streaming-needs-mime-type',
    words: 'compileStreaming needs the MIME type application/wasm.',
    on: 'isolated-page',
    find: streamingNeedsMimeType,
  },
];
