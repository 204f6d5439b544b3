import type pg from 'pg';
import type { Queryable } from '../connection.js';
import type { Change } from './change.js';

/** How far behind the register a copy is. */
export interface Lag {
  /** The last commit that it reflects; 0 before any. */
  readonly number: number;
  /** Commits that are not in it yet; a few fewer where some failed at the last moment, which leaves a gap in the numbers. */
  readonly commits: number;
  /** Milliseconds since the oldest of them. */
  readonly milliseconds: number;
}

/** So many changes are read at a time, or one commit that has more. */
const BATCH = 1_000;

const COLUMNS = `c.number::float8 as number, l.table_name as "table", l.entity_id as id, l.parent_id as "parentId",
  l.parent_before as "parentBefore", l.operation, l.version_before as "versionBefore", l.version_after as "versionAfter"`;

// The commits first and then the changes of each, by index, whatever a planner would think of two large tables.
const FOLLOWING = `
  select ${COLUMNS}
    from (select number, tx from change_commit where number > $1 and number <= $2 order by number limit $3) c
   cross join lateral (select * from change where tx = c.tx order by id) l
   order by c.number, l.id limit $3`;

const COMMIT = `
  select ${COLUMNS} from change_commit c join change l using (tx) where c.number = $1 order by l.id`;

const LAG = `
  select r.number::float8 as number,
         (coalesce((select max(number) from change_commit), 0) - r.number)::float8 as commits,
         coalesce(1000 * extract(epoch from clock_timestamp() - (
           select at from change_commit where number > r.number order by number limit 1)), 0)::float8 as milliseconds
    from (select coalesce($2, (select number from change_reader where name = $1), 0)::bigint as number) r`;

type Row = Change & { readonly parentBefore: string | null };

/** Reads the change log. Statements are named `changes: ...`, so that they can be told from those of requests. */
export class ChangeLog {
  constructor(private readonly pool: pg.Pool) {}

  /** The number of the last commit that is visible now, 0 before any; asked with a connection that is there already, if any. */
  async head(db: Queryable = this.pool): Promise<number> {
    const { rows } = await db.query<{ head: number }>({
      name: 'changes: head',
      text: 'select coalesce(max(number), 0)::float8 as head from change_commit',
    });
    return rows[0]!.head;
  }

  /**
   * The next whole commits after one number and up to another, oldest first; a row that moved to another parent once for each
   * parent. Empty only when there is no commit between.
   */
  async following(number: number, upTo: number): Promise<Change[]> {
    const rows = await this.read('changes: following', FOLLOWING, [number, upTo, BATCH + 1]);
    if (rows.length <= BATCH) return rows.flatMap(changesOf);
    const last = rows[BATCH]!.number; // cut off by the limit
    const whole = rows.filter((row) => row.number < last);
    if (whole.length > 0) return whole.flatMap(changesOf);
    return (await this.read('changes: commit', COMMIT, [last])).flatMap(changesOf);
  }

  /** Notes how far the copy of a persistent reader has come that nobody has run yet; else that is known better already. */
  async introduce(reader: string, number: number): Promise<void> {
    await this.pool.query(
      'insert into change_reader (name, number) values ($1, $2) on conflict (name) do nothing',
      [reader, number],
    );
  }

  /** How far a reader is behind that has come to this number, or to the stored one where null is given. */
  async lag(reader: string, number: number | null): Promise<Lag> {
    const { rows } = await this.pool.query<Lag>({
      name: 'changes: lag',
      text: LAG,
      values: [reader, number],
    });
    return rows[0]!;
  }

  private async read(name: string, text: string, values: readonly number[]): Promise<Row[]> {
    return (await this.pool.query<Row>({ name, text, values: [...values] })).rows;
  }
}

function changesOf({ parentBefore, ...change }: Row): Change[] {
  return parentBefore === null ? [change] : [{ ...change, parentId: parentBefore }, change];
}
