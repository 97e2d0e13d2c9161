import { UserError } from '../command-line/user-error.ts';
import { type Results, resultsSchema, SCHEMA_VERSION } from '../schema/results.ts';

/** A results file that cannot be used. The message names the file, the place in the file and what to do. */
export class ResultsError extends UserError {
  override readonly name = 'ResultsError';
}

/** Some editors and shells write a byte order mark at the start of a file, which JSON does not allow. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/**
 * @param file The name of the file, for the message.
 * @throws {ResultsError} if the text is not a results file of this version.
 */
export function parseResults(text: string, file: string): Results {
  let value: unknown;
  try {
    value = JSON.parse(withoutByteOrderMark(text));
  } catch (error) {
    throw new ResultsError(`${file}: not valid JSON, or truncated: ${(error as Error).message}`);
  }
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version !== SCHEMA_VERSION) {
    const age = version < SCHEMA_VERSION ? 'an older' : 'a newer';
    throw new ResultsError(
      `${file}: schemaVersion ${version} is from ${age} version of the suite; this version reads ${SCHEMA_VERSION}. ` +
        'Read the file with the commit in its run.commit, or measure again',
    );
  }
  const parsed = resultsSchema.safeParse(value);
  if (!parsed.success) throw new ResultsError(`${file}: not a results file\n${describeIssues(parsed.error)}`);
  return parsed.data;
}

const MOST_ISSUES = 10;

interface Issues {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

/** One line per issue: its path in the JSON, and what is wrong. */
export function describeIssues({ issues }: Issues): string {
  const lines = issues.slice(0, MOST_ISSUES).map(({ path, message }) => `  ${jsonPath(path)}: ${message}`);
  if (issues.length > MOST_ISSUES) lines.push(`  … and ${issues.length - MOST_ISSUES} more`);
  return lines.join('\n');
}

/** `['cells', 3, 'status']` → `$.cells[3].status` */
function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    '$',
  );
}
