import { forTerminal } from '../../../platform/characters.js';

/** The reason why an import cannot continue, in one or two plain sentences for the person who started it. */
export class ImportProblem extends Error {
  override readonly name: string = 'ImportProblem';
}

/** A person or the system stopped an import before it was complete. */
export class ImportInterrupted extends ImportProblem {
  override readonly name = 'ImportInterrupted';

  constructor(message = 'The import was interrupted. Nothing was changed.') {
    super(message);
  }
}

const BREAKS = /[\t\n]/g;

/** Text from a file in a form that is safe for a terminal: on one line, and at most 120 characters long. */
export function printable(text: string): string {
  const clean = forTerminal(text.slice(0, 1_000)).replace(BREAKS, '?');
  return clean.length > 120 ? `${clean.slice(0, 119)}…` : clean;
}
