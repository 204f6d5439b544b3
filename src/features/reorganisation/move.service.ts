import type pg from 'pg';
import { type Clock, dateInWords, londonToday } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database/transaction.js';
import { invalid, type Problem, refuse, unknownCode } from '../../platform/errors.js';
import { operator } from '../identity/actor.js';
import { hasEnded, Successions, type Successor } from '../place/succession.rules.js';
import { suspendMoved } from '../quality/evidence/moved-listings.service.js';
import { type MovedAuthority, type MovedRows, moving } from './move.repository.js';
import { movedFacts } from './moved-facts.repository.js';

/** What to move, and how. */
export interface Move {
  /** The code of a local authority that has ended. */
  readonly from: string;
  /** The codes of all authorities that came after it. What has no ground of its own goes to the first. */
  readonly to: readonly string[];
  /** The day by which it must have ended, `yyyy-mm-dd`; today if left out. A later day can only be tried out. */
  readonly day?: string | undefined;
  /** Whether to do everything, report it, and roll it back. */
  readonly dryRun: boolean;
}

/** What a move did, or would do. */
export interface MoveReport {
  readonly dryRun: boolean;
  readonly from: MovedAuthority;
  readonly to: readonly MovedAuthority[];
  readonly rows: readonly MovedRows[];
  /** Providers that went to the first authority, because nothing says which one they are in. */
  readonly withoutGround: number;
  readonly isChanged: boolean;
}

/**
 * Moves what a local authority is in the register to the authorities that came after it, in one transaction. All of it is stored or
 * nothing. A second move changes nothing. @throws UserProblem if the authority has not ended, or if these did not come after it.
 */
export async function moveAuthority(
  pool: pg.Pool,
  clock: Pick<Clock, 'now'>,
  { from, to, day: given, dryRun }: Move,
): Promise<MoveReport> {
  const today = londonToday(clock);
  const day = given ?? today;
  const work = async (db: pg.PoolClient): Promise<MoveReport> => {
    await moving.begin(db, from);
    const known = new Map((await moving.authorities(db)).map((one) => [one.code, one]));
    const successions = new Successions(await moving.successions(db, 'LOCAL_AUTHORITY'));
    const standing = successions.standing('LOCAL_AUTHORITY', from, known, day);
    refuse([
      ...problemsOfOld(known.get(from), { from, day }),
      ...(day > today && !dryRun ? [notYet(day)] : []),
    ]);
    refuse(problemsOfNew(known, standing, { from, to }));
    const old = known.get(from)!;
    const next = to.map((code) => known.get(code)!);
    await moving.explain(db, operator.name, reasonOf(old, next));
    const report = await moveAll(db, { from, to, day });
    if (report.isChanged) {
      await suspendMoved(db);
      await moving.note(db, from);
    }
    const done = { ...report, dryRun, from: old, to: next };
    if (dryRun) throw new TriedOut(done);
    return done;
  };
  return inTransaction(pool, work, { actor: operator.name }).catch((error: unknown) => {
    if (error instanceof TriedOut) return error.report;
    throw error;
  });
}

/** Rolls back a dry run. Never leaves this file. */
class TriedOut extends Error {
  constructor(readonly report: MoveReport) {
    super();
  }
}

async function moveAll(
  db: pg.PoolClient,
  where: { readonly from: string; readonly to: readonly string[]; readonly day: string },
): Promise<Pick<MoveReport, 'rows' | 'withoutGround' | 'isChanged'>> {
  const { from, to, day } = where;
  await moving.holdProviders(db, from);
  const unknown = await moving.findGround(db, from, to, day);
  const rows: MovedRows[] = [];
  for (const fact of movedFacts) {
    const copied = fact.table === 'evidence_rule' ? await moving.copyRules(db, from, to) : {};
    const done = await moving.move(db, fact, where);
    rows.push({ ...done, moved: { ...done.moved, ...copied } });
  }
  const clients = await moving.moveClients(db, from, to);
  rows.push({
    name: 'programs that may act for it',
    moved: clients > 0 ? Object.fromEntries(to.map((code) => [code, clients])) : {},
    stayed: 0,
    because: null,
  });
  return {
    rows,
    withoutGround: to.length > 1 ? unknown : 0,
    isChanged: rows.some(({ moved }) => Object.values(moved).some((n) => n > 0)),
  };
}

function reasonOf({ name, code, validTo }: MovedAuthority, next: readonly MovedAuthority[]): string {
  return `${name} (${code}) ended on ${dateInWords(validTo!)}. ${inWords(next)} came after it.`;
}

/** "Norfolk East (996) and Norfolk West (997)". */
export function inWords(authorities: readonly MovedAuthority[]): string {
  return new Intl.ListFormat('en-GB').format(authorities.map(({ name, code }) => `${name} (${code})`));
}

function notYet(day: string): Problem {
  return invalid(
    null,
    `${dateInWords(day)} has not come yet, so the move can only be tried out. Add --dry-run, or leave out --day.`,
  );
}

function problemsOfOld(
  old: MovedAuthority | undefined,
  { from, day }: { readonly from: string; readonly day: string },
): Problem[] {
  if (!old) return [unknown(from)];
  if (hasEnded(old, day)) return [];
  const until =
    old.validTo === null
      ? 'It has no last day. Import a list of successions that says what came after it, and when (import areas).'
      : `Its last day is ${dateInWords(old.validTo)}.`;
  return [
    invalid(
      null,
      `${old.name} (${from}) has not ended by ${dateInWords(day)}. ${until} Nothing was changed.`,
    ),
  ];
}

function unknown(code: string): Problem {
  return unknownCode(
    null,
    `The hub knows no local authority with the code "${code}". Give the three-digit code, such as 926, and import a list of areas if it is new (import areas).`,
  );
}

/** All authorities that came after it have to be named, so that nothing is forgotten. There is no way to force anything else. */
function problemsOfNew(
  known: ReadonlyMap<string, MovedAuthority>,
  standing: readonly Successor[],
  { from, to }: Pick<Move, 'from' | 'to'>,
): Problem[] {
  const strangers = to.filter((code) => !known.has(code));
  if (strangers.length > 0) return strangers.map(unknown);
  const called = (code: string) => `${code} (${known.get(code)?.name ?? 'not known yet'})`;
  const recorded = standing.map(({ code }) => called(code)).join(', ');
  const wrong = to.filter((code) => !standing.some((one) => one.code === code));
  const missing = standing.filter(({ code }) => !to.includes(code));
  if (wrong.length === 0 && missing.length === 0 && new Set(to).size === to.length) return [];
  const after = recorded
    ? `These came after ${called(from)}: ${recorded}. Name all of them, each once.`
    : `Nothing is recorded as coming after ${called(from)}.`;
  return [
    invalid(
      null,
      `${after} If that is wrong, correct it with a list of successions (import areas). Nothing was changed.`,
    ),
  ];
}
