/**
 * Calls the next step with a value: at once if the value is there, through a promise if it has to be waited for. If the wait or
 * the step after it fails, the result is that of `failed`.
 */
export function whenThere<T, R>(
  value: T | Promise<T>,
  next: (value: T) => R | Promise<R>,
  failed?: (error: unknown) => R | Promise<R>,
): R | Promise<R> {
  if (!(value instanceof Promise)) return next(value);
  const done = value.then(next);
  return failed ? done.catch(failed) : done;
}

/** Waits for all values. Returns a promise only if at least one has to be waited for. */
export function allThere<T>(values: readonly (T | Promise<T>)[]): T[] | Promise<T[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as T[]);
}
