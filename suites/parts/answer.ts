/**
 * What ends the promise of an answer. The answer is used in its own event, so that no other task comes between.
 * @param use Makes the result of the answer; `undefined`: the answer itself is the result.
 */
export function endingWith<Result>(
  use: ((data: unknown) => Result) | undefined,
  resolve: (result: unknown) => void,
  reject: (error: unknown) => void,
): (data: unknown) => void {
  if (!use) return resolve;
  return (data) => {
    try {
      resolve(use(data));
    } catch (error) {
      reject(error);
    }
  };
}
