/**
 * What comes next once a value is there: at once when it is, by a promise when it has to be waited for. `failed` answers instead
 * when waiting, or what came next after it, has failed.
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

/** Values of which some may have to be waited for; a promise only when one has. */
export function allThere<T>(values: readonly (T | Promise<T>)[]): T[] | Promise<T[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as T[]);
}
