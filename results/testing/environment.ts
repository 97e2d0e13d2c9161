/** Runs something with these environment variables. */
export function inEnvironment<Result>(
  environment: Readonly<Record<string, string>>,
  run: () => Result,
): Result {
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    return run();
  } finally {
    for (const name of Object.keys(environment)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
