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
        'whoever can write everything can write a whole new chain, which only an anchor from before shows.\n\n' +
        'What was altered in the register itself, and is not on record, shows with --deep alone.',
    )
    .option(
      '--from <number:digest>',
      'begin at an anchor that was kept, and check that it still holds; what came before is not read',
      anchor,
    )
    .option('--deep', 'compare every row of the register with what the record says of it too')
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
    'Give an anchor as it was printed: a number, a colon, 64 hexadecimal digits.',
  );
}

function describe({ commits, head, unchained, faults }: ChainReport, from: Anchor | undefined): string {
  const lines = faults.slice(0, MOST_SHOWN).map(describeFault);
  if (faults.length > MOST_SHOWN) lines.push(`... and ${faults.length - MOST_SHOWN} more.`);
  const compared = counted(commits, 'commit');
  const sound = from
    ? `since commit ${from.number} the record is what was written.`
    : 'the record is what was written.';
  lines.push(
    faults.length === 0
      ? `${compared} compared: ${sound}`
      : `${compared} compared: the record was altered in ${faults.length === 1 ? 'one place' : `${faults.length} places`}.`,
  );
  if (from) {
    lines.push(
      `Not read: commits 1 to ${from.number}. What was altered there since shows only without --from: run that now and then.`,
    );
  }
  if (unchained > 0) lines.push(`${unchained} more will be chained by the next commit.`);
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
      ? `${counted(rows, 'row')} compared: the register is what the record says.`
      : `${counted(rows, 'row')} compared: the register is not what the record says in ${counted(faultCount, 'place')}.`,
  );
  if (older > 0) {
    lines.push(`Not compared: ${counted(older, 'row')} older than the record, which have not changed since.`);
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
