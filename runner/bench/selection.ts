import { type FlagValues, itemsOf, namesAmong } from '../../results/command-line/flags.ts';
import { UsageError } from '../../results/command-line/user-error.ts';
import type { Placement, Run } from '../../results/schema/run.ts';
import { exactSize, LEAST_SIZE_BYTES, parseSize, SIZE_STEP_BYTES } from '../../results/schema/sizes.ts';
import { PROFILES } from '../../suites/plan/profiles.ts';
import { isMeasuredBy } from '../../suites/suite.ts';
import { moduleNames } from '../../vite.config.ts';
import { type DiscoveredSuite, transportNames } from '../serve/discovery.ts';
import { isModulePath } from '../serve/user-transports.ts';
import { CLAIMS, type RUN_FLAGS, type SELECTION_FLAGS } from './flags.ts';

/** What a run measures. */
export interface Selection {
  readonly profile: Run['profile'];
  /** `null`: the suites of the profile. */
  readonly suites: readonly string[] | null;
  /** `null`: all. Controls are always measured. */
  readonly transports: readonly string[] | null;
  /** `null`: the sizes of the profile. */
  readonly sizesBytes: readonly number[] | null;
  readonly sampling: Run['sampling'];
  /** `null`: that of each suite. */
  readonly placement: Placement | null;
  readonly isolation: Run['isolation'];
  readonly seed: number;
}

type SelectionValues = FlagValues<typeof SELECTION_FLAGS> &
  Partial<Pick<FlagValues<typeof RUN_FLAGS>, 'launches' | 'placement' | 'isolation'>>;

/** What a profile measures without other flags. */
export function selectionOf(profile: Run['profile'], seed: number): Selection {
  const { sampling } = PROFILES[profile];
  return {
    profile,
    suites: null,
    transports: null,
    sizesBytes: null,
    sampling,
    placement: null,
    isolation: 'on',
    seed,
  };
}

/**
 * The selection that the flags describe.
 * @throws {UsageError} if flags contradict each other, or no suite has a given name or size.
 */
export function select(flags: SelectionValues, suites: readonly DiscoveredSuite[]): Selection {
  const { launches = null, placement = null, isolation = 'on' } = flags;
  const modules = modulesAmong(flags.transport);
  const names = moduleNames(modules);
  const profile = selectionOf(profileOf(flags), flags.seed);
  const selection = {
    ...profile,
    suites: flags.suite && namesAmong([...suites.map(({ name }) => name), CLAIMS], flags.suite, '--suite'),
    transports:
      flags.transport &&
      namesAmong(
        transportNames(suites),
        flags.transport.map((one) => names[modules.indexOf(one)] ?? one),
        '--transport',
      ),
    placement,
    isolation,
    sampling:
      launches === null
        ? profile.sampling
        : { ...profile.sampling, leastLaunches: launches, mostLaunches: launches },
  };
  const sized = suites.filter((suite) => isSelected(suite, selection) && ownSizes([suite]).length > 0);
  return { ...selection, sizesBytes: selectSizes(flags.size, sized.length > 0 ? sized : suites, suites) };
}

/** Whether a run measures a suite. */
export function isSelected({ name, measuredBy, repeats }: DiscoveredSuite, options: Selection): boolean {
  if (options.suites) return options.suites.includes(name);
  // A requested placement is the same for both.
  if (options.placement !== null && repeats !== null) return false;
  return isMeasuredBy({ measuredBy }, options.profile);
}

function profileOf({ quick, full }: Pick<SelectionValues, 'quick' | 'full'>): Run['profile'] {
  if (quick && full) throw new UsageError('--quick and --full cannot be combined');
  return quick ? 'quick' : full ? 'full' : 'default';
}

/** The user's modules among the values of `--transport`, which must be known before the suites are discovered. */
export function modulesAmong(transports: readonly string[] | null): string[] {
  return transports?.filter(isModulePath) ?? [];
}

/**
 * The sizes that `--size` selects, in ascending order; `null` if the flag is absent.
 * @param all The suites that can be measured instead.
 * @throws {UsageError} if the text contains no size, or one that no suite takes.
 */
export function selectSizes(
  text: string | null,
  suites: readonly SizedSuite[],
  all: readonly SizedSuite[] = suites,
): number[] | null {
  if (text === null) return null;
  const [from, to, ...rest] = text.split('..');
  if (from !== undefined && to !== undefined && rest.length === 0) {
    const [least, most] = [parseOneSize(from), parseOneSize(to)];
    const own = ownSizes(suites);
    const sizes = own.filter((sizeBytes) => sizeBytes >= least && sizeBytes <= most);
    if (sizes.length === 0) {
      throw new UsageError(
        `--size: '${text}' contains no size; a range selects from ${own.map(exactSize).join(', ')}`,
      );
    }
    return sizes;
  }
  const sizes = itemsOf(text, '--size').map((item) => {
    const sizeBytes = parseOneSize(item);
    if (!suites.some((suite) => takes(suite, sizeBytes))) {
      const others = all.filter((suite) => takes(suite, sizeBytes)).map(({ name }) => name);
      const hint = others.length > 0 ? `; these suites take it: --suite ${others.join(',')}` : '';
      throw new UsageError(notTaken(item, suites) + hint);
    }
    return sizeBytes;
  });
  return [...new Set(sizes)].sort((a, b) => a - b);
}

/** The part of a suite that decides which sizes it takes. */
type SizedSuite = Pick<DiscoveredSuite, 'name' | 'sizesBytes' | 'anySizeUpToBytes'>;

/** Whether a size can be requested of a suite. */
export function takes({ sizesBytes, anySizeUpToBytes }: SizedSuite, sizeBytes: number): boolean {
  return sizesBytes.includes(sizeBytes) || sizeBytes <= (anySizeUpToBytes ?? 0);
}

/** The sizes of all suites, in ascending order. */
function ownSizes(suites: readonly SizedSuite[]): number[] {
  const sizes = new Set(suites.flatMap(({ sizesBytes }) => sizesBytes.filter((sizeBytes) => sizeBytes > 0)));
  return [...sizes].sort((a, b) => a - b);
}

function notTaken(text: string, suites: readonly SizedSuite[]): string {
  const most = Math.max(...suites.map(({ anySizeUpToBytes }) => anySizeUpToBytes ?? 0));
  return most > 0
    ? `--size: '${text}' is more than ${exactSize(most)}, the largest size that can be measured here`
    : `--size: '${text}' is not one of ${ownSizes(suites).map(exactSize).join(', ')}`;
}

function parseOneSize(text: string): number {
  const sizeBytes = parseSize(text);
  if (sizeBytes === undefined) {
    throw new UsageError(
      `--size: '${text}' is not a size such as 64B, 100KiB, 3MiB or 1GiB, a list of sizes, or a range FROM..TO`,
    );
  }
  if (sizeBytes < LEAST_SIZE_BYTES || sizeBytes % SIZE_STEP_BYTES !== 0) {
    throw new UsageError(
      `--size: '${text}' is not a multiple of ${SIZE_STEP_BYTES} bytes, from ${exactSize(LEAST_SIZE_BYTES)} on`,
    );
  }
  return sizeBytes;
}
