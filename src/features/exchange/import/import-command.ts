import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import type pg from 'pg';
import { startProgress } from '../../../platform/progress.js';
import { onStopSignals } from '../../../platform/stop-signals.js';
import { importGias } from './gias-import.js';
import { describeGias } from './gias-report.js';
import { ImportInterrupted, ImportProblem } from './import-problem.js';
import type { ImportControl } from './import-run.js';
import { importPostcodes } from './postcode-import.js';
import { describePostcodes } from './postcode-report.js';

/** Opens the database for a command; `close` is called once, on every way out. */
export type OpenDatabase = () => Promise<{ readonly pool: pg.Pool; close(): Promise<void> }>;

const FAILED = 1;
const INTERRUPTED = 130;

interface GiasFlags {
  readonly dryRun?: true;
  readonly force?: true;
  readonly errors?: string;
  readonly duplicates?: string;
}

/**
 * Adds `import postcodes` and `import gias` to the operators' commands. A report goes to `out`, progress to the
 * standard error. A failure is a plain sentence and exit code 1; Ctrl-C, SIGTERM and a closed terminal roll back, exit code 130.
 */
export function importCommands(program: Command, open: OpenDatabase, out: NodeJS.WritableStream): void {
  const group = program
    .command('import')
    .description(
      'Import open data as it is published. Repeat an import as often as you like: only changes are written.',
    );

  group
    .command('postcodes')
    .summary('postcodes with their positions')
    .description(
      'Imports OS Code-Point Open, the ONS Postcode Directory (ONSPD) or the National Statistics Postcode Lookup ' +
        '(NSPL). Which one it is, is recognised.\n\n' +
        'The files are the truth for every postcode area (the leading letters, like NR) they contain: postcodes that ' +
        'are no longer listed are removed, other areas stay as they are. Terminated postcodes and those without a ' +
        'location are skipped. Positions on the National Grid become WGS84, to 5 m.\n\n' +
        'All or nothing: an import that fails or is interrupted changes nothing. More than one malformed row in a ' +
        'hundred is a failure.',
    )
    .argument('<path>', 'a CSV file as published, a folder of them, or the zip, tar or tar.gz they came in')
    .addHelpText(
      'after',
      examples([
        ['import postcodes codepo_gb.zip', 'the whole of Great Britain'],
        ['import postcodes Data/CSV/nr.csv', 'the NR area only'],
        ['import postcodes ONSPD_NOV_2025.zip', 'with Northern Ireland'],
      ]),
    )
    .action((path: string, _flags: object, command: Command) =>
      runImport(command, open, async (pool, control) => {
        out.write(describePostcodes(await importPostcodes(pool, path, control)));
      }),
    );

  group
    .command('gias')
    .summary('schools and alternative provision from Get Information About Schools')
    .description(
      'Imports the extract of establishment fields of Get Information About Schools (GIAS), by URN. Every ' +
        'establishment becomes a school that a search can start from. Pupil referral units, alternative provision ' +
        'academies and free schools that are not closed become register entries awaiting review, without ' +
        'offerings; of existing entries only name, UKPRN, setting type, local authority and a missing website are ' +
        "updated. Head teachers' names are never read.\n\n" +
        'New entries that may be the same as others are listed, and imported all the same.\n\n' +
        'Rows with errors are passed over and listed by line; more than 20 such rows that are also more than 5 % of ' +
        'the file are a failure. All or nothing: an import that fails or is interrupted changes nothing.',
    )
    .argument('<file>', 'the CSV file as published (windows-1252), or the zip it came in')
    .option('--dry-run', 'do everything, list row errors, print the same report, and change nothing')
    .option(
      '--errors <file>',
      'where row errors are listed as CSV (default: <name of the file>.errors.csv, here)',
    )
    .option(
      '--duplicates <file>',
      'where entries are listed as CSV that may be the same as new ones (default: <name of the file>.duplicates.csv, here)',
    )
    .option('--force', 'import the other rows however many have errors')
    .addHelpText(
      'after',
      examples([
        ['import gias --dry-run edubasealldata20251101.csv', 'what would change'],
        ['import gias edubasealldata20251101.csv', 'change it'],
        ['import gias extract.zip --errors /tmp/rows.csv', 'errors elsewhere'],
      ]),
    )
    .action((path: string, flags: GiasFlags, command: Command) =>
      runImport(command, open, async (pool, control) => {
        const name = basename(path).replace(/\.(csv|zip)$/i, '');
        const errorsPath = flags.errors ?? `${name}.errors.csv`;
        const duplicatesPath = flags.duplicates ?? `${name}.duplicates.csv`;
        if (resolve(errorsPath) === resolve(path)) {
          throw new ImportProblem(
            'The file of row errors would replace the extract. Name another one with --errors.',
          );
        }
        if ([path, errorsPath].some((other) => resolve(other) === resolve(duplicatesPath))) {
          throw new ImportProblem(
            'The file of possible duplicates would replace another one. Name another one with --duplicates.',
          );
        }
        const options = {
          errorsPath,
          duplicatesPath,
          dryRun: flags.dryRun ?? false,
          force: flags.force ?? false,
        };
        out.write(describeGias(await importGias(pool, path, options, control)));
      }),
    );
}

function examples(lines: readonly [string, string][]): string {
  const width = Math.max(...lines.map(([line]) => line.length));
  return `\nExamples:\n${lines.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`).join('\n')}`;
}

async function runImport(
  command: Command,
  open: OpenDatabase,
  work: (pool: pg.Pool, control: ImportControl) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  // A second Ctrl-C ends the process at once, which loses nothing either.
  const endListening = onStopSignals((_, times) => {
    if (times > 1) process.exit(INTERRUPTED);
    stop.abort(new ImportInterrupted());
  });
  try {
    const database = await open();
    try {
      stop.signal.throwIfAborted();
      const progress = (total: number) => startProgress(total, 'Reading', process.stderr);
      await work(database.pool, { signal: stop.signal, progress });
    } finally {
      await database.close();
    }
  } catch (error) {
    const { writeErr } = command.configureOutput();
    writeErr?.(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = error instanceof ImportInterrupted ? INTERRUPTED : FAILED;
  } finally {
    endListening();
  }
}
