import type { SuiteBuild } from '../../results/file/suite-build.ts';
import { type Results, resultsSchema } from '../../results/schema/results.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { LEAST_SIZE_BYTES, parseSize, SIZE_STEP_BYTES } from '../../results/schema/sizes.ts';
import { loadTransports } from '../../suites/client/methods.ts';
import { identityOf, LocalRun, localPlan } from '../../suites/pages/local-run.ts';
import { measurePage } from '../../suites/pages/measure.ts';
import { describeSuite } from '../../suites/plan/describe.ts';
import { suite as roundTrip } from '../../suites/round-trip.ts';
import { added, type Payload, type UserModule } from './bundle/modules.ts';
import { loadOthers, transports as ownTransports } from './bundle/transports.ts';

/** `clone-transfer-share/client`: measures in the page that calls it. */

/** Set by the build. */
declare const SUITE_BUILD: SuiteBuild;

export type { Results } from '../../results/schema/results.ts';
export type { Payload } from './bundle/modules.ts';

export interface HandOffOptions {
  /**
   * Names of the suite’s transports, and addresses of modules that export a `transport` (`new URL('./mine.js', import.meta.url)`),
   * which the page and its worker load. Default: `clone`, `transfer` and `share`.
   */
  readonly transports?: readonly (string | URL)[];
  /** Makes what your page sends, by size. It is measured as the transport `payload`: a structured clone each way. */
  readonly payload?: Payload;
  /** Sizes of the working set, such as `64KiB`. */
  readonly sizes: readonly string[];
  /** When to stop. Each size is measured once, however long that takes. */
  readonly budgetMs: number;
}

const DEFAULT_TRANSPORTS = ['clone', 'transfer', 'share'];

/**
 * Measures how long a working set takes to a worker and back in this page, in the suite’s own blocks and rounds. Nothing else should
 * run in the page at the same time.
 * @returns A results file: `JSON.stringify` it, or pass it to `summarize`.
 * @throws {TypeError} that names the wrong option.
 */
export async function measureHandOff({
  transports = DEFAULT_TRANSPORTS,
  payload,
  sizes,
  budgetMs,
}: HandOffOptions): Promise<Results> {
  const modules = transports.flatMap((one) => (one instanceof URL ? [moduleAt(one)] : []));
  checkNames(modules);
  if (!(budgetMs > 0 && budgetMs < Number.POSITIVE_INFINITY))
    throw new TypeError(`budgetMs: ${budgetMs} is not a positive number of milliseconds`);
  const names = transports.map((one) => (one instanceof URL ? moduleAt(one).name : one));
  added.modules = modules;
  if (payload) added.payload = payload;
  await loadTransports();
  const suite = await suiteOf(payload ? [...names, 'payload'] : names, sizes.map(sizeOf));

  const local = new LocalRun(runOf(suite, budgetMs));
  const until = performance.now() + budgetMs;
  const measured = new Set<number>();
  for (const page of local.pages) {
    const sizesBytes = page.groups.map(({ sizeBytes }) => sizeBytes);
    if (performance.now() > until && sizesBytes.every((one) => measured.has(one))) continue;
    await measurePage(page, async (message) => local.hear(message));
    for (const sizeBytes of sizesBytes) measured.add(sizeBytes);
  }
  return resultsSchema.parse(local.end('complete'));
}

/** A module is named after its file, in letters that a transport’s name may have. */
function moduleAt({ href, pathname }: URL): UserModule {
  const file = pathname.slice(pathname.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  return { name: file.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'), url: href };
}

/** As in a results file: lower-case letters, digits and dashes. */
const NAME = /^[a-z][a-z0-9-]*$/;

/** @throws {TypeError} for a module whose name is not one, or is that of another transport. */
function checkNames(modules: readonly UserModule[]): void {
  const taken = new Set(ownTransports.map(({ name }) => name));
  for (const { name, url } of modules) {
    if (!NAME.test(name))
      throw new TypeError(`transports: ${url}: '${name}' must begin with a letter; rename the file`);
    if (taken.has(name))
      throw new TypeError(`transports: ${url}: there is another transport '${name}'; rename the file`);
    taken.add(name);
  }
}

function sizeOf(text: string): number {
  const sizeBytes = parseSize(text);
  if (sizeBytes !== undefined && sizeBytes % SIZE_STEP_BYTES === 0 && sizeBytes >= LEAST_SIZE_BYTES)
    return sizeBytes;
  throw new TypeError(`sizes: '${text}' is not a size from 64B on, in steps of 16 bytes, such as 64KiB`);
}

/** The suite with only the chosen transports, their controls and sizes. */
async function suiteOf(names: readonly string[], sizesBytes: number[]): Promise<SuiteInfo> {
  const others = await loadOthers((error) => {
    throw error;
  });
  const suite = describeSuite(roundTrip, [...ownTransports, ...others]);
  const known = suite.transports.filter(({ role }) => role === 'transport').map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`transports: '${unknown}' is not one of ${known.join(', ')}; give a module as a URL`);
  }
  const chosen = suite.transports.filter(({ name, role }) => role === 'control' || names.includes(name));
  if (sizesBytes.length === 0) throw new TypeError('sizes: the list is empty');
  return {
    ...suite,
    baseline: names.includes('clone') ? suite.baseline : null,
    sizesBytes: [...new Set(sizesBytes)].sort((a, b) => a - b),
    transports: chosen.map((one) => ({
      ...one,
      followedTo: one.followedTo.filter((name) => chosen.some((other) => other.name === name)),
    })),
  };
}

function runOf(suite: SuiteInfo, budgetMs: number): Run {
  const plan = localPlan(identityOf(SUITE_BUILD), [suite]);
  const isolation = crossOriginIsolated ? 'on' : 'off';
  return { ...plan, isolation, sampling: { ...plan.sampling, budgetMs } };
}
