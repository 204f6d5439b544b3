import { type Problem, UserProblem } from '../../src/platform/errors.js';

/** The problems that a refused piece of work names; fails when it was not refused, or by anything but a UserProblem. */
export async function refusalOf(work: Promise<unknown>): Promise<readonly Problem[]> {
  const error = await work.then(
    () => new Error('It was not refused.'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof UserProblem) return error.problems;
  throw error;
}

/** The one problem that a refused piece of work names. */
export async function onlyRefusalOf(work: Promise<unknown>): Promise<Problem> {
  const problems = await refusalOf(work);
  expect(problems).toHaveLength(1);
  return problems[0]!;
}
