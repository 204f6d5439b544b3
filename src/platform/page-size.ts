import { invalid, UserProblem } from './errors.js';

/** The length of a page if neither `first` nor `last` is given. */
export const DEFAULT_PAGE = 20;
const LARGEST_PAGE = 100;

/** The size of a page and the end it is counted from. The default is 20 from the start. */
export interface PageSize {
  readonly size: number;
  readonly isBackwards: boolean;
}

/** @throws UserProblem naming the allowed range, or saying that both `first` and `last` were given. */
export function pageSize({
  first,
  last,
}: {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
}): PageSize {
  if (first != null && last != null) {
    const message = 'Give `first` or `last`, not both: a page is counted from one end.';
    throw new UserProblem([invalid(['last'], message)]);
  }
  const isBackwards = last != null;
  const size = first ?? last ?? DEFAULT_PAGE;
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST_PAGE) return { size, isBackwards };
  const name = isBackwards ? 'last' : 'first';
  throw new UserProblem([invalid([name], `${name} must be from 1 to ${LARGEST_PAGE}, not ${size}.`)]);
}
