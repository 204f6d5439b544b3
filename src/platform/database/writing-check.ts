import type pg from 'pg';
import { Unavailable } from '../errors.js';
import type { Log } from '../log.js';
import { type Queryable, withConnection } from './connection.js';
import { type Trouble, troubleInWords, troubleOf } from './trouble.js';

/** The check writes at most this often, in milliseconds. */
const EVERY_MS = 5_000;
/** How often a problem that continues is logged, in milliseconds. */
const SAID_AGAIN_AFTER_MS = 60_000;
/** How much free space the disk needs before it no longer counts as full. A little becomes free again very quickly. */
const ROOM_KB = 512;

/** What prevents writes. */
type Obstacle = Extract<Trouble, 'full' | 'read-only'>;

/**
 * Knows whether writes succeed, from the results of real writes and, when asked, from a write of its own. It logs a full disk or a
 * database that accepts no writes when that begins, every minute while it lasts, and when it is over.
 */
export class WritingCheck {
  /** Why writes fail; null: they succeed, as far as is known. */
  private obstacle: Obstacle | null = null;
  private lastFailure = Number.NEGATIVE_INFINITY;
  private lastSaid = Number.NEGATIVE_INFINITY;
  private lastCheck = Number.NEGATIVE_INFINITY;
  private checking: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: pg.Pool,
    private readonly log: Pick<Log, 'info' | 'error'>,
  ) {}

  /** "ok", or why writes fail, in words for operators. */
  get standing(): string {
    return this.obstacle ? troubleInWords[this.obstacle] : 'ok';
  }

  /** Notes the result of a write. */
  note(error: unknown): void {
    const trouble = troubleOf(error);
    if (trouble !== 'full' && trouble !== 'read-only') return;
    const now = performance.now();
    if (trouble !== this.obstacle || now - this.lastSaid > SAID_AGAIN_AFTER_MS) {
      this.log.error({ reason: (error as Error).message }, `writes fail: ${troubleInWords[trouble]}`);
      this.lastSaid = now;
    }
    this.obstacle = trouble;
    this.lastFailure = now;
  }

  /** Writes something, unless it did so within the last five seconds. @throws Unavailable while writes fail. */
  async check(): Promise<void> {
    if (performance.now() - this.lastCheck >= EVERY_MS) {
      this.lastCheck = performance.now();
      this.checking = this.write();
      this.checking.catch(() => {}); // the caller gets the error
    }
    await this.checking;
    if (this.obstacle) throw new Unavailable(`Writes fail: ${this.standing}.`);
  }

  private async write(): Promise<void> {
    const began = performance.now();
    try {
      await withConnection(this.pool, async (db) => {
        await db.query(TINY);
        if (this.obstacle === 'full') await takeRoom(db);
      });
      if (this.obstacle && this.lastFailure < began) this.over();
    } catch (error) {
      this.note(error);
      if (troubleOf(error) === 'away') this.lastCheck = Number.NEGATIVE_INFINITY; // nothing was written
      if (!this.obstacle) throw error;
    }
  }

  private over(): void {
    this.obstacle = null;
    this.log.info({}, 'writes succeed again');
  }
}

/** A role that cannot create temporary tables has to make do with the tiny write. */
async function takeRoom(db: Queryable): Promise<void> {
  try {
    await db.query(ROOMY);
  } catch (error) {
    await db.query('rollback');
    if (troubleOf(error) !== null) throw error;
  }
}

/** One row, always the same, stored with the positions of the readers of the change log. */
const TINY = `insert into change_reader (name, number) values ('none: whether writes succeed', 0)
  on conflict (name) do update set updated_at = now()`;

/** Uses space on the disk and frees it again. The tiny write needs no space, so it can succeed even on a full disk. */
const ROOMY = `
  begin;
  create temporary table room (filler text) on commit drop;
  alter table room alter filler set storage plain;
  insert into room select repeat('.', 7000) from generate_series(1, ${ROOM_KB / 8});
  commit`;
