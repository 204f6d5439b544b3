/** The argument that a cursor was given as. */
export type CursorArgument = 'after' | 'before';

/** Where the caller finds the right cursor for each argument, for error messages. */
export const cursorSource: Readonly<Record<CursorArgument, string>> = {
  after: 'Use `endCursor` of the previous page.',
  before: 'Use `startCursor` of the next page.',
};
