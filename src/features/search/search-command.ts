import type { Command } from 'commander';
import { startProgress } from '../../platform/progress.js';
import { onStopSignals } from '../../platform/stop-signals.js';
import type { RebuildControl } from './search-index.js';

/** A search index opened for a command. */
export interface OpenedIndex {
  /** How many offerings it will contain. */
  offerings(): Promise<number>;
  rebuild(control: Omit<RebuildControl, 'change'>): Promise<void>;
  close(): Promise<void>;
}

const FAILED = 1;
const INTERRUPTED = 130;

/**
 * Adds the command `search rebuild`. `open` returns null if every hub has its own index. The result goes to `out`, progress to
 * the standard error. If it fails, it prints a plain sentence and the exit code is 1. Ctrl-C and SIGTERM stop it, with exit
 * code 130.
 */
export function searchCommands(
  program: Command,
  open: () => Promise<OpenedIndex | null>,
  out: NodeJS.WritableStream,
): void {
  program
    .command('search')
    .description('Manage the search index on a search server.')
    .command('rebuild')
    .summary('rebuild the search index without interrupting searches')
    .description(
      'Builds a new search index on the Meilisearch server. Searches use the old index until the new one is complete and ' +
        'replaces it in one step. Changes made during the rebuild go into both.\n\n' +
        'If you stop the command with Ctrl-C or it fails, run it again: it continues where it stopped.\n\n' +
        'You need this command after a Meilisearch server has lost its data. If a release changes the settings of the ' +
        'index, the hub rebuilds it by itself when it starts.',
    )
    .option('--afresh', 'start from the beginning, even if an earlier rebuild was stopped')
    .action((flags: { readonly afresh?: true }, command: Command) =>
      rebuild(command, open, out, !flags.afresh),
    );
}

async function rebuild(
  command: Command,
  open: () => Promise<OpenedIndex | null>,
  out: NodeJS.WritableStream,
  resume: boolean,
): Promise<void> {
  const stop = new AbortController();
  // A second Ctrl-C ends the process at once. That loses nothing either.
  const endListening = onStopSignals((_, times) => {
    if (times > 1) process.exit(INTERRUPTED);
    stop.abort(new Error('stopped'));
  });
  try {
    const opened = await open();
    if (!opened) {
      out.write(
        'There is nothing to rebuild: SEARCH_ENGINE is embedded, so each hub builds its own index when it starts.\n',
      );
      return;
    }
    try {
      stop.signal.throwIfAborted();
      const offerings = await opened.offerings();
      const progress = startProgress(offerings, 'Indexing offerings', process.stderr);
      try {
        await opened.rebuild({ resume, signal: stop.signal, onRead: progress.advance });
      } finally {
        progress.stop();
      }
      out.write(`The search index is built: ${offerings} ${offerings === 1 ? 'offering' : 'offerings'}.\n`);
    } finally {
      await opened.close();
    }
  } catch (error) {
    const { writeErr } = command.configureOutput();
    const { aborted } = stop.signal;
    const message = error instanceof Error ? error.message : String(error);
    writeErr?.(aborted ? 'Stopped. Run the same command again to continue from here.\n' : `${message}\n`);
    process.exitCode = aborted ? INTERRUPTED : FAILED;
  } finally {
    endListening();
  }
}
