import { type Command, InvalidArgumentError } from 'commander';
import type pg from 'pg';
import {
  type Anchor,
  type ChainFault,
  type ChainReport,
  verifyChain,
} from '../../platform/database/changes/change-chain.js';
import { type Progress, startProgress } from '../../platform/progress.js';

const MOST_SHOWN = 50;

/** Adds `audit verify`: whether the change log is what was written. The exit code is 1 when it is not. */
export function auditCommands(
  program: Command,
  open: () => Promise<{ readonly pool: pg.Pool; close(): Promise<void> }>,
  out: NodeJS.WritableStream,
): void {
  program
    .command('audit')
    .description('The record of all changes.')
    .command('verify')
    .summary('find what was altered in the record')
    .description(
      'Walks along the chain of digests of the change log and names every commit whose changes were altered, added or ' +
        'removed since; the exit code is 1 then.\n\n' +
        'Prints an anchor at the end, a number and a digest. Keep it where those who run the database cannot change it: ' +
        'whoever can write everything can write a whole new chain, which only an anchor from before shows.',
    )
    .option(
      '--from <number:digest>',
      'begin at an anchor that was kept, and check that it still holds',
      anchor,
    )
    .action(async ({ from }: { from?: Anchor }) => {
      const database = await open();
      let progress: Progress | undefined;
      try {
        const report = await verifyChain(database.pool, {
          from,
          onStart: (commits) => {
            progress = startProgress(commits, 'Comparing', process.stderr);
          },
          onBatch: (commits) => progress?.advance(commits),
        });
        progress?.stop();
        out.write(describe(report));
        if (report.faults.length > 0) process.exitCode = 1;
      } finally {
        progress?.stop();
        await database.close();
      }
    });
}

function anchor(text: string): Anchor {
  const [, number, digest] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (number && digest) return { number: Number(number), digest };
  throw new InvalidArgumentError(
    'Give an anchor as it was printed: a number, a colon, 64 hexadecimal digits.',
  );
}

function describe({ commits, head, unchained, faults }: ChainReport): string {
  const lines = faults.slice(0, MOST_SHOWN).map(describeFault);
  if (faults.length > MOST_SHOWN) lines.push(`... and ${faults.length - MOST_SHOWN} more.`);
  const compared = commits === 1 ? '1 commit' : `${commits} commits`;
  lines.push(
    faults.length === 0
      ? `${compared} compared: the record is what was written.`
      : `${compared} compared: the record was altered in ${faults.length === 1 ? 'one place' : `${faults.length} places`}.`,
  );
  if (unchained > 0) lines.push(`${unchained} more will be chained by the next commit.`);
  if (head && faults.length === 0) lines.push(`Anchor: ${head.number}:${head.digest}`);
  return `${lines.join('\n')}\n`;
}

function describeFault({ number, at, message }: ChainFault): string {
  const when = at ? ` of ${at.toISOString()}` : '';
  return `${number === null ? 'Changes' : `Commit ${number}`}${when}: ${message}`;
}
