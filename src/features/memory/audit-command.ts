import { type Command, InvalidArgumentError } from 'commander';
import type pg from 'pg';
import {
  type Anchor,
  type ChainFault,
  type ChainReport,
  verifyChain,
} from '../../platform/database/changes/change-chain.js';
import { compareRows, type RowReport } from '../../platform/database/changes/row-check.js';
import { type Progress, startProgress } from '../../platform/progress.js';

const MOST_SHOWN = 50;

/** Adds `audit verify`, which checks that no one has altered the change log. The exit code is 1 if someone has. */
export function auditCommands(
  program: Command,
  open: () => Promise<{ readonly pool: pg.Pool; close(): Promise<void> }>,
  out: NodeJS.WritableStream,
): void {
  program
    .command('audit')
    .description('The change log: a record of all changes.')
    .command('verify')
    .summary('find alterations in the change log')
    .description(
      'Follows the chain of digests in the change log and names every commit with changes that were altered, added or removed later. If there are any, the exit code is 1.\n\n' +
        'At the end it prints an anchor: a number and a digest. Store it where the people who run the database cannot change it. Someone who can write to the whole database can write a new chain, and only an earlier anchor reveals this.\n\n' +
        'Only --deep finds alterations to the register itself that are not in the change log.',
    )
    .option(
      '--from <number:digest>',
      'start at an earlier anchor and check that it is still correct (earlier commits are not read)',
      anchor,
    )
    .option('--deep', 'also compare every row of the register with the change log')
    .action(async ({ from, deep }: { from?: Anchor; deep?: true }) => {
      const database = await open();
      let progress: Progress | undefined;
      const telling = (phase: string) => ({
        onStart: (total: number) => {
          progress?.stop();
          progress = startProgress(total, phase, process.stderr);
        },
        onBatch: (done: number) => progress?.advance(done),
      });
      try {
        const chain = await verifyChain(database.pool, { from, ...telling('Comparing commits') });
        const rows = deep ? await compareRows(database.pool, telling('Comparing the register')) : null;
        progress?.stop();
        out.write(describe(chain, from) + (rows ? describeRows(rows) : ''));
        if (chain.faults.length > 0 || (rows?.faultCount ?? 0) > 0) process.exitCode = 1;
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
    'Give an anchor as it was printed: a number, a colon and 64 hexadecimal digits.',
  );
}

function describe({ commits, head, unchained, faults }: ChainReport, from: Anchor | undefined): string {
  const lines = faults.slice(0, MOST_SHOWN).map(describeFault);
  if (faults.length > MOST_SHOWN) lines.push(`... and ${faults.length - MOST_SHOWN} more.`);
  const compared = counted(commits, 'commit');
  const sound = from
    ? `since commit ${from.number} the change log has not been altered.`
    : 'the change log has not been altered.';
  lines.push(
    faults.length === 0
      ? `${compared} compared: ${sound}`
      : `${compared} compared: the change log was altered in ${faults.length === 1 ? 'one place' : `${faults.length} places`}.`,
  );
  if (from) {
    lines.push(
      `Not read: commits 1 to ${from.number}. Only a run without --from finds alterations there. Do one from time to time.`,
    );
  }
  if (unchained > 0) lines.push(`The next commit will add ${unchained} more to the chain.`);
  if (head && faults.length === 0) lines.push(`Anchor: ${head.number}:${head.digest}`);
  return `${lines.join('\n')}\n`;
}

function describeRows({ rows, older, faultCount, faults }: RowReport): string {
  const lines = faults
    .slice(0, MOST_SHOWN)
    .map(
      ({ table, id, message }) => `${id === null ? `Table ${table}` : `Row ${id} of ${table}`}: ${message}`,
    );
  if (faultCount > lines.length) lines.push(`... and ${faultCount - lines.length} more.`);
  lines.push(
    faultCount === 0
      ? `${counted(rows, 'row')} compared: the register matches the change log.`
      : `${counted(rows, 'row')} compared: the register does not match the change log in ${counted(faultCount, 'place')}.`,
  );
  if (older > 0) {
    lines.push(
      `Not compared: ${counted(older, 'row')} older than the change log, which have not changed since it began.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function counted(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number} ${what}s`;
}

function describeFault({ number, at, message }: ChainFault): string {
  const when = at ? ` of ${at.toISOString()}` : '';
  return `${number === null ? 'Changes' : `Commit ${number}`}${when}: ${message}`;
}
