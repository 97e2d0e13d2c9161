/** Runs something with these environment variables. */
export function inEnvironment<Result>(
  environment: Readonly<Record<string, string>>,
  run: () => Result,
): Result {
  // By name, as Windows ignores the case of a variable's name, which a copy of them does not.
  const before = Object.fromEntries(Object.keys(environment).map((name) => [name, process.env[name]]));
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
