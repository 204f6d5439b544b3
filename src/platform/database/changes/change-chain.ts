import { createHash } from 'node:crypto';
import type pg from 'pg';
import { asOfOneMoment } from '../transaction.js';

/** A commit and the digest of everything up to it. If it is kept elsewhere, it proves later that nothing before it was altered. */
export interface Anchor {
  readonly number: number;
  /** SHA-256 in 64 hexadecimal digits. */
  readonly digest: string;
}

/** A place where the log differs from what was written. */
export interface ChainFault {
  /** The number of the commit; null for changes that belong to none. */
  readonly number: number | null;
  /** When the commit was made, or the first of the changes without a commit; null if that is lost. */
  readonly at: Date | null;
  /** What is wrong: a sentence. */
  readonly message: string;
}

/** The result of checking the chain. */
export interface ChainReport {
  /** How many commits were compared. */
  readonly commits: number;
  /** The end of the chain, to be kept elsewhere; null if there is none yet. */
  readonly head: Anchor | null;
  /** Commits after the end that the next one will chain: their transactions could not see the one before. */
  readonly unchained: number;
  /** In the order of commits. */
  readonly faults: readonly ChainFault[];
}

/** How to check the chain. */
export interface ChainWalk {
  /** Start here, with the digest that was kept elsewhere. Earlier commits are not read. */
  readonly from?: Anchor | undefined;
  /** Called with the number of commits, and then after each batch with how many more were compared. */
  readonly onStart?: (commits: number) => void;
  readonly onBatch?: (commits: number) => void;
}

const BATCH = 1_000;
const MOST_STRAYS = 100;

/**
 * Checks the chain of commits against the changes as they are now, all of it as of one moment.
 *
 * The digests are computed here, by separate statements: anyone who can alter rows of the log could also alter the database
 * functions that made the digests. Anyone who can write everything can still write a new chain. Only an anchor that was kept
 * elsewhere reveals that.
 */
export async function verifyChain(pool: pg.Pool, walk: ChainWalk = {}): Promise<ChainReport> {
  return asOfOneMoment(pool, (db) => walkChain(db, walk));
}

async function walkChain(db: pg.PoolClient, { from, onStart, onBatch }: ChainWalk): Promise<ChainReport> {
  const start = from?.number ?? 0;
  const { end, ...counted } = await ends(db, start);
  onStart?.(counted.commits);
  const faults = from ? await anchorFaults(db, from) : [];
  let head: Anchor | null = from ?? null;
  for (let number = start, links = await linksAfter(db, number, end); links.length > 0; ) {
    for (const link of links) {
      faults.push(...faultsOf(link, head));
      if (link.digest) head = { number: link.number, digest: link.digest.toString('hex') };
    }
    onBatch?.(links.length);
    number = links.at(-1)!.number;
    links = await linksAfter(db, number, end);
  }
  return { ...counted, head, faults: [...faults, ...(await strayFaults(db))] };
}

async function ends(db: pg.PoolClient, start: number) {
  const { rows } = await db.query<{ end: number; commits: number; unchained: number }>(
    `select h.number as end, count(*) filter (where c.number <= h.number)::float8 as commits,
            count(*) filter (where c.number > h.number)::float8 as unchained
       from (select coalesce(max(number), 0)::float8 as number from change_chain) h
       left join change_commit c on c.number > $1 group by h.number`,
    [start],
  );
  return rows[0]!;
}

/** A commit with its link in the chain. The fields of the one that is missing are null. */
interface Link {
  readonly number: number;
  readonly at: Date | null;
  /** The content as it was written at the commit, and as the changes give it now. */
  readonly content: Buffer | null;
  readonly contentNow: Buffer | null;
  readonly changes: number;
  /** Number, transaction and time as text, which is digested together with the content. */
  readonly heading: string | null;
  readonly digest: Buffer | null;
}

const LINKS = `
  select number::float8 as number, c.at, c.content, l.content as "contentNow", l.changes::int as changes, h.digest,
         case when c.tx is not null then jsonb_build_array(number, c.tx, extract(epoch from c.at))::text end as heading
    from (select number from change_commit where number > $1 and number <= $2
          union select number from change_chain where number > $1 and number <= $2 order by number limit $3) n
    left join change_commit c using (number)
    left join change_chain h using (number)
   cross join lateral (
     select count(*) as changes, sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(id, table_name, entity_id,
              parent_id, parent_before, operation, version_before, version_after, old, new, actor, reason,
              extract(epoch from at))::text, 'UTF8')), '' order by id), '')) as content
       from change where tx = c.tx) l
   order by number`;

async function linksAfter(db: pg.PoolClient, number: number, end: number): Promise<Link[]> {
  return (await db.query<Link>(LINKS, [number, end, BATCH])).rows;
}

function faultsOf(link: Link, before: Anchor | null): ChainFault[] {
  const { number, at, content, contentNow, changes, heading, digest } = link;
  const fault = (message: string) => [{ number, at, message }];
  if (heading === null || content === null || contentNow === null) {
    return fault('The commit is in the chain but is missing from the log.');
  }
  if (!digest) return fault('The commit is not in the chain: it was added afterwards.');
  const faults = content.equals(contentNow)
    ? []
    : fault(
        changes === 0
          ? 'All its changes are gone.'
          : 'Its changes are not the ones that were recorded: at least one was altered, added or removed.',
      );
  const expected = createHash('sha256')
    .update(Buffer.from(before?.digest ?? '', 'hex'))
    .update(heading)
    .update(content)
    .digest();
  if (expected.equals(digest)) return faults;
  const gap = number - (before?.number ?? 0) > 1;
  return [
    ...faults,
    ...fault(
      `Its number, time or digest was altered${gap ? `, or commits between ${before?.number ?? 0} and ${number} were removed` : ''}.`,
    ),
  ];
}

async function anchorFaults(db: pg.PoolClient, { number, digest }: Anchor): Promise<ChainFault[]> {
  const { rows } = await db.query<{ digest: Buffer; at: Date | null }>(
    'select digest, at from change_chain left join change_commit using (number) where number = $1',
    [number],
  );
  const [found] = rows;
  if (found?.digest.toString('hex') === digest) return [];
  const message = found
    ? 'Its digest is not the one that was kept: it, or something before it, was altered and the chain was rewritten.'
    : 'It was kept as an anchor, but is no longer there.';
  return [{ number, at: found?.at ?? null, message }];
}

async function strayFaults(db: pg.PoolClient): Promise<ChainFault[]> {
  const { rows } = await db.query<{ tx: string; changes: number; at: Date }>(
    `select tx, count(*)::int as changes, min(at) as at from change l
      where not exists (select from change_commit c where c.tx = l.tx) group by tx order by tx limit $1`,
    [MOST_STRAYS],
  );
  return rows.map(({ tx, changes, at }) => ({
    number: null,
    at,
    message: `${changes === 1 ? '1 change' : `${changes} changes`} of transaction ${tx} without a commit: added afterwards, or the commit was removed.`,
  }));
}
