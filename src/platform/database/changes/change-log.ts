import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import type { Queryable } from '../connection.js';
import type { Change } from './change.js';

/** How many changes are read at a time. A commit with more is read whole. */
const BATCH = 1_000;
const KEPT_BATCHES = 4;

const COLUMNS = `c.number::float8 as number, l.table_name as "table", l.entity_id as id, l.parent_id as "parentId",
  l.parent_before as "parentBefore", l.operation, l.version_before as "versionBefore", l.version_after as "versionAfter"`;

// Reads the commits first and then the changes of each, by index, whatever a planner would choose for two large tables.
const FOLLOWING = `
  select ${COLUMNS}
    from (select number, tx from change_commit where number > $1 and number <= $2 order by number limit $3) c
   cross join lateral (select * from change where tx = c.tx order by id) l
   order by c.number, l.id limit $3`;

const COMMIT = `
  select ${COLUMNS} from change_commit c join change l using (tx) where c.number = $1 order by l.id`;

type Row = Change & { readonly parentBefore: string | null };

/** Reads the change log. Statements are named `changes: ...`, so that they can be distinguished from those of requests. */
export class ChangeLog {
  /** The latest batches. Readers that are in step need the same ones, and visible changes never change. */
  private readonly recent = new LRUCache<string, Promise<readonly Change[]>>({ max: KEPT_BATCHES });

  constructor(private readonly pool: pg.Pool) {}

  /** The number of the last visible commit, or 0 if there is none. Uses the given connection, or the pool. */
  async head(db: Queryable = this.pool): Promise<number> {
    const { rows } = await db.query<{ head: number }>({
      name: 'changes: head',
      text: 'select coalesce(max(number), 0)::float8 as head from change_commit',
    });
    return rows[0]!.head;
  }

  /**
   * The next whole commits after one number and up to another, oldest first. A row that moved to another parent appears once for
   * each parent. Empty only if there is no commit between. Callers that need the same at about the same time share one array.
   */
  following(number: number, upTo: number): Promise<readonly Change[]> {
    const key = `${number} ${upTo}`;
    const known = this.recent.get(key);
    if (known) return known;
    const asked = this.readFollowing(number, upTo);
    this.recent.set(key, asked);
    asked.catch(() => this.recent.delete(key));
    return asked;
  }

  private async readFollowing(number: number, upTo: number): Promise<Change[]> {
    const rows = await this.read('changes: following', FOLLOWING, [number, upTo, BATCH + 1]);
    if (rows.length <= BATCH) return rows.flatMap(changesOf);
    const last = rows[BATCH]!.number; // the limit cut this commit off
    const whole = rows.filter((row) => row.number < last);
    if (whole.length > 0) return whole.flatMap(changesOf);
    return (await this.read('changes: commit', COMMIT, [last])).flatMap(changesOf);
  }

  /** Stores the position of a persistent reader that has never run. Does nothing if a position is already known. */
  async introduce(reader: string, number: number): Promise<void> {
    await this.pool.query(
      'insert into change_reader (name, number) values ($1, $2) on conflict (name) do nothing',
      [reader, number],
    );
  }

  private async read(name: string, text: string, values: readonly number[]): Promise<Row[]> {
    return (await this.pool.query<Row>({ name, text, values: [...values] })).rows;
  }
}

function changesOf({ parentBefore, ...change }: Row): Change[] {
  return parentBefore === null ? [change] : [{ ...change, parentId: parentBefore }, change];
}
