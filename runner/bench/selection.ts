import { type FlagValues, namesAmong } from '../../results/command-line/flags.ts';
import { UsageError } from '../../results/command-line/user-error.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { formatSize, parseSize } from '../../results/schema/sizes.ts';
import { PROFILES } from '../../suites/plan/profiles.ts';
import { transportNames } from '../serve/discovery.ts';
import { isModulePath, moduleName } from '../serve/user-transports.ts';
import { CLAIMS, type RUN_FLAGS, type SELECTION_FLAGS } from './flags.ts';

/** What is to be measured, of the suites that there are. */
export interface Selection {
  readonly profile: Run['profile'];
  /** `null`: those of the profile. */
  readonly suites: readonly string[] | null;
  /** `null`: all. Controls are measured beside any. */
  readonly transports: readonly string[] | null;
  /** `null`: those of the profile. */
  readonly sizesBytes: readonly number[] | null;
  readonly sampling: Run['sampling'];
  readonly seed: number;
}

type SelectionValues = FlagValues<typeof SELECTION_FLAGS> &
  Partial<Pick<FlagValues<typeof RUN_FLAGS>, 'launches'>>;

/** What a profile measures by itself. */
export function selectionOf(profile: Run['profile'], seed: number): Selection {
  const { sampling } = PROFILES[profile];
  return { profile, suites: null, transports: null, sizesBytes: null, sampling, seed };
}

/**
 * What the flags ask for.
 * @throws {UsageError} where they contradict each other, or a name or a size is not one that the suites have.
 */
export function select(flags: SelectionValues, suites: readonly SuiteInfo[]): Selection {
  const { launches = null } = flags;
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
    sampling:
      launches === null
        ? selection.sampling
        : { ...selection.sampling, leastLaunches: launches, mostLaunches: launches },
  };
}

function profileOf({ quick, full }: Pick<SelectionValues, 'quick' | 'full'>): Run['profile'] {
  if (quick && full) throw new UsageError('--quick and --full: one of them at a time');
  return quick ? 'quick' : full ? 'full' : 'default';
}

/** The transports that are asked for by a file of the user's own: they must be known before the suites are discovered. */
export function modulesAmong(transports: readonly string[] | null): string[] {
  return transports?.filter(isModulePath) ?? [];
}

/**
 * The sizes that `--size` asks for, of those that the suites have; `null` where it is not given.
 * @throws {UsageError}
 */
export function selectSizes(text: string | null, suites: readonly SuiteInfo[]): number[] | null {
  if (text === null) return null;
  const allowed = sizesOf(suites);
  const [from, to, ...rest] = text.split('..');
  if (from !== undefined && to !== undefined && rest.length === 0) {
    const [least, most] = [parseOneSize(from, allowed), parseOneSize(to, allowed)];
    const sizes = allowed.filter((sizeBytes) => sizeBytes >= least && sizeBytes <= most);
    if (sizes.length === 0) {
      throw new UsageError(`--size: '${text}' holds no size; the sizes are ${sizesText(allowed)}`);
    }
    return sizes;
  }
  const sizes = new Set(text.split(',').map((size) => parseOneSize(size, allowed)));
  return allowed.filter((sizeBytes) => sizes.has(sizeBytes));
}

/** The sizes that can be asked for: those of all suites. */
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
