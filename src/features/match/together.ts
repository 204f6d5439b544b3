import { refuse, userProblemsOf } from '../../platform/errors.js';

/**
 * Does several things that can each refuse what was sent, so that the sender gets all reasons at once.
 * @throws UserProblem with the problems of all, in their order. Any other error is thrown as it is.
 */
export async function together<T extends readonly unknown[]>(
  ...work: { readonly [K in keyof T]: () => T[K] | Promise<T[K]> }
): Promise<T> {
  const done = await Promise.allSettled(work.map(async (one) => one()));
  refuse(done.flatMap((one) => (one.status === 'rejected' ? userProblemsOf(one.reason) : [])));
  return done.map((one) => (one as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
