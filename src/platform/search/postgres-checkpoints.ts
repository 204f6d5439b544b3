import type pg from 'pg';
import { type Checkpoint, type CheckpointStore, NOTHING_BUILT, type WrittenIds } from './checkpoint.js';

interface Row {
  readonly generation: number;
  readonly settings_hash: string;
  readonly created_on_server: string;
  readonly applied_change: string;
  readonly building: Checkpoint['building'];
}

const COLUMNS = 'generation, settings_hash, created_on_server, applied_change, building';

/** Checkpoints in the table `search_engine_state`: its row is the lock, so that a crashed process leaves none behind. */
export function postgresCheckpoints(pool: pg.Pool, index: string): CheckpointStore {
  return {
    async load() {
      const { rows } = await pool.query<Row>({
        name: 'search engine state',
        text: `select ${COLUMNS} from search_engine_state where index_name = $1`,
        values: [index],
      });
      return rows[0] ? toCheckpoint(rows[0]) : NOTHING_BUILT;
    },

    async update(change) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        await client.query(
          'insert into search_engine_state (index_name) values ($1) on conflict do nothing',
          [index],
        );
        const { rows } = await client.query<Row>(
          `select ${COLUMNS} from search_engine_state where index_name = $1 for update`,
          [index],
        );
        const next = await change(toCheckpoint(rows[0]!), writtenIds(client, index));
        await client.query(
          `update search_engine_state set generation = $2, settings_hash = $3, created_on_server = $4,
             applied_change = $5, building = $6, version = version + 1, updated_at = now() where index_name = $1`,
          [index, next.generation, next.settingsHash, next.createdAt, next.appliedChange, next.building],
        );
        await client.query('commit');
        return next;
      } catch (error) {
        await client.query('rollback').catch(() => {});
        throw error;
      } finally {
        client.release();
      }
    },

    rebuilding: (work) => alone(pool, `search rebuild ${index}`, work),
    writing: (work) => alone(pool, `search write ${index}`, work),
  };
}

/** Runs the work while no other process runs one of this name. Takes a connection of the pool meanwhile. */
async function alone<T>(pool: pg.Pool, name: string, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('set lock_timeout = 0; set statement_timeout = 0');
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    const result = await work();
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
    await client.query('reset lock_timeout; reset statement_timeout');
    client.release();
    return result;
  } catch (error) {
    client.release(true); // the lock goes with the connection
    throw error;
  }
}

function writtenIds(client: pg.PoolClient, index: string): WrittenIds {
  return {
    async add(ids) {
      await client.query(
        `insert into search_engine_written (index_name, document_id) select $1, unnest($2::text[])
           on conflict do nothing`,
        [index, ids],
      );
    },
    async among(ids) {
      const { rows } = await client.query<{ document_id: string }>(
        'select document_id from search_engine_written where index_name = $1 and document_id = any($2)',
        [index, ids],
      );
      return new Set(rows.map((row) => row.document_id));
    },
    async clear() {
      await client.query('delete from search_engine_written where index_name = $1', [index]);
    },
  };
}

function toCheckpoint(row: Row): Checkpoint {
  return {
    generation: row.generation,
    settingsHash: row.settings_hash,
    createdAt: row.created_on_server,
    appliedChange: Number(row.applied_change),
    building: row.building,
  };
}
