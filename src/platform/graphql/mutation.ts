import { type Problem, problemsOf } from '../errors.js';

/** What a mutation answers: the object under its name, or null and what was wrong. */
export type Payload<K extends string, T> = { readonly [key in K]: T | null } & {
  readonly userErrors: readonly Problem[];
};

/**
 * Carries a mutation out. What the sender can put right becomes `userErrors` (a version that is out of date is `CONFLICT`, an
 * unknown id `NOT_FOUND`); a missing permission and bugs stay errors of the operation.
 */
export async function payload<K extends string, T>(key: K, work: () => Promise<T>): Promise<Payload<K, T>> {
  try {
    return { [key]: await work(), userErrors: [] } as unknown as Payload<K, T>;
  } catch (error) {
    return { [key]: null, userErrors: problemsOf(error) } as unknown as Payload<K, T>;
  }
}
