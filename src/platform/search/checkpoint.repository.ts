import type pg from 'pg';
import { z } from 'zod';
import { type Queryable, withOwnConnection } from '../database/connection.js';
import { inTransaction } from '../database/transaction.js';
import {
  building,
  type Checkpoint,
  type CheckpointStore,
  NOTHING_BUILT,
  type WrittenIds,
} from './checkpoint.js';

const stored = z.object({
  generation: z.number(),
  settings_hash: z.string(),
  created_on_server: z.string(),
  applied_change: z.coerce.number(),
  /** For one generation: a release that does not know this field may have replaced it with another one since. */
  closed: z.object({ generation: z.number(), by: z.number() }).nullable(),
  building: building.nullable(),
});

const COLUMNS = 'generation, settings_hash, created_on_server, applied_change, closed, building';

/** Checkpoints in the table `search_engine_state`. The row is the lock, so a process that crashes leaves no lock behind. */
export function postgresCheckpoints(pool: pg.Pool, index: string): CheckpointStore {
  return {
    async load() {
      const { rows } = await pool.query({
        name: 'search engine state',
        text: `select ${COLUMNS} from search_engine_state where index_name = $1`,
        values: [index],
      });
      return rows[0] ? toCheckpoint(rows[0]) : NOTHING_BUILT;
    },

    update: (change) =>
      inTransaction(pool, async (db) => {
        await db.query('insert into search_engine_state (index_name) values ($1) on conflict do nothing', [
          index,
        ]);
        const { rows } = await db.query(
          `select ${COLUMNS} from search_engine_state where index_name = $1 for update`,
          [index],
        );
        const next = await change(toCheckpoint(rows[0]), writtenIds(db, index));
        await db.query(
          `update search_engine_state set generation = $2, settings_hash = $3, created_on_server = $4,
             applied_change = $5, building = $6, closed = $7, version = version + 1, updated_at = now() where index_name = $1`,
          [
            index,
            next.generation,
            next.settingsHash,
            next.createdAt,
            next.appliedChange,
            next.building,
            Number.isFinite(next.closedBy) ? { generation: next.generation, by: next.closedBy } : null,
          ],
        );
        return next;
      }),

    rebuilding: (work) => alone(pool, `search rebuild ${index}`, work),
    writing: (work) => alone(pool, `search write ${index}`, work),
    closing: (work) => alone(pool, `search close ${index}`, work),
  };
}

/**
 * Runs the work while no other process runs one with this name. A connection outside the pool holds the lock: the work needs
 * connections of the pool, and would wait for ever if locks held all of them.
 */
function alone<T>(pool: pg.Pool, name: string, work: () => Promise<T>): Promise<T> {
  return withOwnConnection(pool, async (db) => {
    await db.query('set lock_timeout = 0; set statement_timeout = 0');
    await db.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    return work();
  });
}

function writtenIds(db: Queryable, index: string): WrittenIds {
  return {
    async add(ids) {
      await db.query(
        `insert into search_engine_written (index_name, document_id) select $1, unnest($2::text[])
           on conflict do nothing`,
        [index, ids],
      );
    },
    async among(ids) {
      const { rows } = await db.query<{ document_id: string }>(
        'select document_id from search_engine_written where index_name = $1 and document_id = any($2)',
        [index, ids],
      );
      return new Set(rows.map((row) => row.document_id));
    },
    async clear() {
      await db.query('delete from search_engine_written where index_name = $1', [index]);
    },
  };
}

function toCheckpoint(found: unknown): Checkpoint {
  const row = stored.parse(found);
  return {
    generation: row.generation,
    settingsHash: row.settings_hash,
    createdAt: row.created_on_server,
    appliedChange: row.applied_change,
    closedBy: row.closed?.generation === row.generation ? row.closed.by : NOTHING_BUILT.closedBy,
    building: row.building,
  };
}
