import type { Command } from 'commander';
import type pg from 'pg';
import { startProgress } from '../../../platform/progress.js';
import { onStopSignals } from '../../../platform/stop-signals.js';
import type { ImportControl } from './import-control.js';
import { ImportInterrupted } from './import-problem.js';
import type { Flags, Importer } from './importer.js';

/** Opens the database for a command. `close` is always called once at the end. */
export type OpenDatabase = () => Promise<{ readonly pool: pg.Pool; close(): Promise<void> }>;

const FAILED = 1;
const INTERRUPTED = 130;

/**
 * Adds a command `import <name>` for each importer. The report goes to `out`, progress to the standard error. If an import fails,
 * it prints a plain sentence and the exit code is 1. Ctrl-C, SIGTERM and a closed terminal roll it back, with exit code 130.
 */
export function importCommands(
  program: Command,
  importers: readonly Importer[],
  open: OpenDatabase,
  out: NodeJS.WritableStream,
): void {
  const group = program
    .command('import')
    .description(
      'Import open data in the form in which it is published. You can repeat an import: only changes are written.',
    );
  for (const importer of importers) {
    const command = group
      .command(importer.name)
      .summary(importer.summary)
      .description(importer.description)
      .argument(...importer.argument)
      .addHelpText('after', examples(importer.examples));
    for (const [flag, meaning] of importer.options ?? []) command.option(flag, meaning);
    command.action((path: string, flags: Flags) =>
      runImport(command, open, async (pool, control) => {
        out.write(await importer.run(pool, path, flags, control));
      }),
    );
  }
}

function examples(lines: Importer['examples']): string {
  const width = Math.max(...lines.map(([line]) => line.length));
  return `\nExamples:\n${lines.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`).join('\n')}`;
}

async function runImport(
  command: Command,
  open: OpenDatabase,
  work: (pool: pg.Pool, control: ImportControl) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  // A second Ctrl-C ends the process at once. That loses nothing either.
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
