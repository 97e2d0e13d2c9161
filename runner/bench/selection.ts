import { type FlagValues, itemsOf, namesAmong } from '../../results/command-line/flags.ts';
import { UsageError } from '../../results/command-line/user-error.ts';
import type { Placement, Run, SuiteInfo } from '../../results/schema/run.ts';
import { formatSize, parseSize } from '../../results/schema/sizes.ts';
import { PROFILES } from '../../suites/plan/profiles.ts';
import { transportNames } from '../serve/discovery.ts';
import { isModulePath, moduleName } from '../serve/user-transports.ts';
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
  readonly seed: number;
}

type SelectionValues = FlagValues<typeof SELECTION_FLAGS> &
  Partial<Pick<FlagValues<typeof RUN_FLAGS>, 'launches' | 'placement'>>;

/** What a profile measures without other flags. */
export function selectionOf(profile: Run['profile'], seed: number): Selection {
  const { sampling } = PROFILES[profile];
  return { profile, suites: null, transports: null, sizesBytes: null, sampling, placement: null, seed };
}

/**
 * The selection that the flags describe.
 * @throws {UsageError} if flags contradict each other, or no suite has a given name or size.
 */
export function select(flags: SelectionValues, suites: readonly SuiteInfo[]): Selection {
  const { launches = null, placement = null } = flags;
  const selection = selectionOf(profileOf(flags), flags.seed);
  return {
    ...selection,
    suites: flags.suite && namesAmong([...suites.map(({ name }) => name), CLAIMS], flags.suite, '--suite'),
    transports:
      flags.transport &&
      namesAmong(
        transportNames(suites),
        flags.transport.map((one) => (isModulePath(one) ? moduleName(one) : one)),
        '--transport',
      ),
    sizesBytes: selectSizes(flags.size, suites),
    placement,
    sampling:
      launches === null
        ? selection.sampling
        : { ...selection.sampling, leastLaunches: launches, mostLaunches: launches },
  };
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
 * The sizes of the suites that `--size` selects; `null` if the flag is absent.
 * @throws {UsageError} if the text contains no size, or one that no suite has.
 */
export function selectSizes(text: string | null, suites: readonly SuiteInfo[]): number[] | null {
  if (text === null) return null;
  const allowed = sizesOf(suites);
  const [from, to, ...rest] = text.split('..');
  if (from !== undefined && to !== undefined && rest.length === 0) {
    const [least, most] = [parseOneSize(from, allowed), parseOneSize(to, allowed)];
    const sizes = allowed.filter((sizeBytes) => sizeBytes >= least && sizeBytes <= most);
    if (sizes.length === 0) {
      throw new UsageError(`--size: '${text}' contains no size; the sizes are ${sizesText(allowed)}`);
    }
    return sizes;
  }
  const sizes = new Set(itemsOf(text, '--size').map((size) => parseOneSize(size, allowed)));
  return allowed.filter((sizeBytes) => sizes.has(sizeBytes));
}

/** The sizes of all suites, in ascending order. */
function sizesOf(suites: readonly SuiteInfo[]): number[] {
  const sizes = new Set(suites.flatMap(({ sizesBytes }) => sizesBytes.filter((sizeBytes) => sizeBytes > 0)));
  return [...sizes].sort((a, b) => a - b);
}

function parseOneSize(text: string, allowed: readonly number[]): number {
  const sizeBytes = parseSize(text);
  if (sizeBytes === undefined || !allowed.includes(sizeBytes)) {
    throw new UsageError(
      `--size: '${text}' is not one of ${sizesText(allowed)}, a list of them, or a range FROM..TO`,
    );
  }
  return sizeBytes;
}

function sizesText(allowed: readonly number[]): string {
  return allowed.map((sizeBytes) => formatSize(sizeBytes, '', 15)).join(', ');
}
