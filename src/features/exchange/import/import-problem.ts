import { forTerminal } from '../../../platform/characters.js';

/** An import that cannot go on, in one or two plain sentences for the person who started it. */
export class ImportProblem extends Error {
  override readonly name: string = 'ImportProblem';
}

/** The person, or the system, asked for the end of an import before it was complete. */
export class ImportInterrupted extends ImportProblem {
  override readonly name = 'ImportInterrupted';

  constructor() {
    super('Interrupted: nothing was changed.');
  }
}

const BREAKS = /[\t\n]/g;

/** Text of a file as it may be shown on a terminal: on one line, and no longer than 120 characters. */
export function printable(text: string): string {
  const clean = forTerminal(text.slice(0, 1_000)).replace(BREAKS, '?');
  return clean.length > 120 ? `${clean.slice(0, 119)}…` : clean;
}
