import type { Command } from 'commander';
import { startProgress } from '../../platform/progress.js';
import { onStopSignals } from '../../platform/stop-signals.js';
import type { RebuildControl } from './search-index.js';

/** A search index opened for a command. */
export interface OpenedIndex {
  /** How many offerings it will hold. */
  offerings(): Promise<number>;
  rebuild(control: Omit<RebuildControl, 'change'>): Promise<void>;
  close(): Promise<void>;
}

const FAILED = 1;
const INTERRUPTED = 130;

/**
 * Adds `search rebuild` to the operators' commands. `open` answers null when every hub holds an index of its own. The result goes to `out`, progress to the standard error. A failure is a
 * plain sentence and exit code 1; Ctrl-C and SIGTERM stop it, exit code 130.
 */
export function searchCommands(
  program: Command,
  open: () => Promise<OpenedIndex | null>,
  out: NodeJS.WritableStream,
): void {
  program
    .command('search')
    .description('The search index on a server.')
    .command('rebuild')
    .summary('build the search index anew, without interrupting searches')
    .description(
      'Builds a new search index on the Meilisearch server beside the one in use, which goes on answering and is replaced ' +
        'in one step at the end. Changes made meanwhile are in both.\n\n' +
        'Stopped with Ctrl-C, or by a failure, the same command goes on where it stopped.\n\n' +
        'Needed after a Meilisearch server has lost its data; when the settings of the index change with a release, the ' +
        'hub does it by itself at its start.',
    )
    .option('--afresh', 'begin at the beginning, even if an earlier rebuild was stopped')
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
  // A second Ctrl-C ends the process at once, which loses nothing either.
  const endListening = onStopSignals((_, times) => {
    if (times > 1) process.exit(INTERRUPTED);
    stop.abort(new Error('stopped'));
  });
  try {
    const opened = await open();
    if (!opened) {
      out.write('SEARCH_ENGINE is embedded: every hub builds that index itself when it starts.\n');
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
    writeErr?.(aborted ? 'Stopped. The same command goes on from here.\n' : `${message}\n`);
    process.exitCode = aborted ? INTERRUPTED : FAILED;
  } finally {
    endListening();
  }
}
