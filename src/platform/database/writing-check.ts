import type pg from 'pg';
import { Unavailable } from '../errors.js';
import type { Log } from '../log.js';
import { type Queryable, withConnection } from './connection.js';
import { type Trouble, troubleInWords, troubleOf } from './trouble.js';

/** However often it is asked, it writes no more often. */
const EVERY_MS = 5_000;
/** What goes on is in the log no more often. */
const SAID_AGAIN_AFTER_MS = 60_000;
/** So much room must there be for the disk not to count as full any more: a little is there again at once. */
const ROOM_KB = 512;

/** What keeps writes from succeeding. */
type Obstacle = Extract<Trouble, 'full' | 'read-only'>;

/**
 * Knows whether writes succeed: from what becomes of the real ones, and, when it is asked, from one of its own. A full disk and a
 * database that takes no writes are said in the log when they begin, each minute that they go on, and when they are over.
 */
export class WritingCheck {
  /** Why writes fail; null: they do not, as far as is known. */
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

  /** Takes note of what became of a write. */
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

  /** Writes something of its own, unless it did within the last five seconds. @throws Unavailable while writes fail. */
  async check(): Promise<void> {
    if (performance.now() - this.lastCheck >= EVERY_MS) {
      this.lastCheck = performance.now();
      this.checking = this.write();
      this.checking.catch(() => {}); // whoever asked hears of it
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
      if (troubleOf(error) === 'away') this.lastCheck = Number.NEGATIVE_INFINITY; // it was not written at all
      if (!this.obstacle) throw error;
    }
  }

  private over(): void {
    this.obstacle = null;
    this.log.info({}, 'writes succeed again');
  }
}

/** A role that may make no temporary tables has to do with the tiny write. */
async function takeRoom(db: Queryable): Promise<void> {
  try {
    await db.query(ROOMY);
  } catch (error) {
    await db.query('rollback');
    if (troubleOf(error) !== null) throw error;
  }
}

/** One row, always the same, beside the positions of those who read the change log. */
const TINY = `insert into change_reader (name, number) values ('none: whether writes succeed', 0)
  on conflict (name) do update set updated_at = now()`;

/** Takes room on the disk and gives it back: the tiny write needs none, so that it can succeed on a disk that is full. */
const ROOMY = `
  begin;
  create temporary table room (filler text) on commit drop;
  alter table room alter filler set storage plain;
  insert into room select repeat('.', 7000) from generate_series(1, ${ROOM_KB / 8});
  commit`;
