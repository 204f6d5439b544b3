import { basename, resolve } from 'node:path';
import { importGias } from './gias-import.js';
import { describeGias } from './gias-report.js';
import { ImportProblem } from './import-problem.js';
import type { Flags, Importer } from './importer.js';

/** Imports schools, and register entries for alternative provision, from Get Information About Schools. */
export const gias: Importer = {
  name: 'gias',
  summary: 'schools and alternative provision from Get Information About Schools',
  description:
    'Imports the extract of establishment fields from Get Information About Schools (GIAS). Rows are identified by ' +
    'URN. Every establishment becomes a school that a search can start from. Pupil referral units, and alternative ' +
    'provision academies and free schools, become register entries awaiting review, without offerings, unless they ' +
    'are closed. For existing entries, the import only updates the name, UKPRN, setting type and local authority, ' +
    "and adds a website if there is none. Head teachers' names are never read.\n\n" +
    'New entries that may be duplicates are imported, and also listed in a file.\n\n' +
    'Rows with errors are left out and listed by line. If there are more than 20 of them, and they are more than 5% ' +
    'of the file, the import fails. An import that fails or is interrupted changes nothing.',
  argument: ['<file>', 'the CSV file as it is published (windows-1252), or the zip it came in'],
  options: [
    ['--dry-run', 'check the file, list row errors and print the report, but change nothing'],
    [
      '--errors <file>',
      'the CSV file to list row errors in (default: <name of the file>.errors.csv, in this folder)',
    ],
    [
      '--duplicates <file>',
      'the CSV file to list possible duplicates in (default: <name of the file>.duplicates.csv, in this folder)',
    ],
    ['--force', 'import the other rows, however many rows have errors'],
  ],
  examples: [
    ['import gias --dry-run edubasealldata20251101.csv', 'show what would change'],
    ['import gias edubasealldata20251101.csv', 'import the file'],
    ['import gias extract.zip --errors /tmp/rows.csv', 'list errors in another file'],
  ],
  async run(pool, path, flags, control) {
    const options = {
      ...listsBeside(path, flags),
      dryRun: flags.dryRun !== undefined,
      force: flags.force !== undefined,
    };
    return describeGias(await importGias(pool, path, options, control));
  },
};

/** The files for errors and possible duplicates. @throws ImportProblem if one would replace another file. */
function listsBeside(path: string, { errors, duplicates }: Flags) {
  const name = basename(path).replace(/\.(csv|zip)$/i, '');
  const errorsPath = String(errors ?? `${name}.errors.csv`);
  const duplicatesPath = String(duplicates ?? `${name}.duplicates.csv`);
  if (resolve(errorsPath) === resolve(path)) {
    throw new ImportProblem(
      'The file of row errors would replace the extract. Name another file with --errors.',
    );
  }
  if ([path, errorsPath].some((other) => resolve(other) === resolve(duplicatesPath))) {
    throw new ImportProblem(
      'The file of possible duplicates would replace the extract or the file of row errors. Name another file with --duplicates.',
    );
  }
  return { errorsPath, duplicatesPath };
}
