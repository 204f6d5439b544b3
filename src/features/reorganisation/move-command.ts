import { type Command, InvalidArgumentError } from 'commander';
import type pg from 'pg';
import { type Clock, isLocalDate } from '../../platform/clock.js';
import { inWords, type MoveReport, moveAuthority } from './move.service.js';

/** Opens the database. `close` is always called once at the end. */
export type OpenForMoving = () => Promise<{
  readonly pool: pg.Pool;
  readonly clock: Clock;
  close(): Promise<void>;
}>;

/** Adds `move authority`, which moves what a local authority is in the register to those that came after it. */
export function moveCommands(program: Command, open: OpenForMoving, out: NodeJS.WritableStream): void {
  program
    .command('move')
    .description('Local government reorganisation.')
    .command('authority')
    .summary('move what a local authority that has ended is in the register')
    .description(
      'Moves what a local authority that has ended is in the register to the authorities that came after it: its providers, planning areas, evidence, reviews, rules, listing decisions, references and the reach of its programs. Codes of areas that offerings serve stay as they are, and still mean the same ground.\n\n' +
        'If there are several, name all of them. A provider goes to the one that its postcode is in, and so does all that is about it. What has no ground, such as a framework, goes to the first that you name. Rules on evidence go to all of them.\n\n' +
        'Everything is moved in one step, or nothing. You can repeat the command: the second time it changes nothing. Import the lists of areas and successions first (import areas).',
    )
    .argument('<from>', 'the code of the authority that has ended, such as 926')
    .argument('<to...>', 'the codes of all authorities that came after it')
    .option(
      '--day <yyyy-mm-dd>',
      'the day by which it must have ended (today; a later day only with --dry-run)',
      day,
    )
    .option('--dry-run', 'show what would change, and change nothing')
    .action(async (from: string, to: string[], flags: { day?: string; dryRun?: true }) => {
      const { pool, clock, close } = await open();
      try {
        const wanted = { from, to, day: flags.day, dryRun: flags.dryRun ?? false };
        out.write(describeMove(await moveAuthority(pool, clock, wanted)));
      } finally {
        await close();
      }
    });
}

function day(text: string): string {
  if (isLocalDate(text)) return text;
  throw new InvalidArgumentError('Give a date like 2028-04-01.');
}

/** The report of a move as a table: what, how many to each authority, and how many stay. */
export function describeMove({ dryRun, from, to, rows, withoutGround, isChanged }: MoveReport): string {
  const shown = rows.filter(({ moved, stayed }) => stayed > 0 || Object.values(moved).some((n) => n > 0));
  const header = ['', ...to.map(({ code }) => `to ${code}`), 'stay'];
  const table = [
    header,
    ...shown.map(({ name, moved, stayed }) => [
      name,
      ...to.map(({ code }) => String(moved[code] ?? 0)),
      String(stayed),
    ]),
  ];
  const widths = header.map((_, at) => Math.max(...table.map((cells) => cells[at]!.length)));
  const lines = [
    `${inWords([from])} to ${inWords(to)}`,
    ...(shown.length > 0
      ? table.map((cells) =>
          cells
            .map((cell, at) => padded(cell, at, widths[at]!))
            .join('  ')
            .trimEnd(),
        )
      : []),
    ...shown.flatMap(({ name, stayed, because }) =>
      stayed > 0 && because ? [`${stayed} of the ${name} stay: ${because}.`] : [],
    ),
    ...(withoutGround > 0
      ? [
          `Nothing says which authority ${withoutGround} of the providers are in, so they go to ${to[0]!.code}. Check them.`,
        ]
      : []),
    ending(dryRun, isChanged),
  ];
  return `${lines.join('\n')}\n`;
}

function padded(cell: string, at: number, width: number): string {
  return at === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function ending(dryRun: boolean, isChanged: boolean): string {
  if (!isChanged) return 'There is nothing to move. Nothing was changed.';
  return dryRun ? 'This was a dry run. Nothing was changed.' : 'Moved. Hubs that are running follow at once.';
}
