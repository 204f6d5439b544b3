import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Mutants that change nothing that anybody could see, each with the reason (equivalents.json): by their file, the line as it stands,
 * what is replaced and by what.
 */
const listed = JSON.parse(readFileSync(join(import.meta.dirname, 'equivalents.json'), 'utf8'));

/** Those of some mutants that are listed. @throws Error that names one that is listed but not there. */
export function equivalents(mutants) {
  return listed.flatMap((one) => {
    const found = mutants.filter(
      ({ file, original, replacement, text }) =>
        file === one.file &&
        original === one.original &&
        replacement === one.replacement &&
        text === one.line,
    );
    if (found.length === 0) throw new Error(`No longer a mutant: ${JSON.stringify(one)}`);
    return found;
  });
}
