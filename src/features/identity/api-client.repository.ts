import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { binding } from '../../platform/database/conditions.js';
import { EntityCache } from '../../platform/database/entity-cache.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { fromRow, rowReader } from '../../platform/database/rows.js';
import { staleAfter } from '../../platform/database/stale-after.js';
import type { KeyRange } from '../../platform/key-range.js';
import { Actor } from './actor.js';
import { ApiClient } from './api-client.entity.js';
import { ApiKey } from './api-key.entity.js';
import { isRole } from './permissions.js';

/** A key that is valid until it expires, and its actor. */
export interface UsableKey {
  readonly id: string;
  readonly hash: string;
  readonly expiresAt: Date;
  readonly actor: Actor;
}

/** A key with the time of its last use, to within a minute; null if never used. */
export class SeenApiKey extends ApiKey {
  lastUsedAt: Date | null;
}

/** All SQL statements about programs that sign in and their keys. */
export function apiClientRepository(source: DataSource, pool: pg.Pool) {
  const client = rowReader(source, ApiClient);
  const key = rowReader(source, ApiKey);

  const usableKeys = new EntityCache<UsableKey>({
    name: 'api keys',
    capacity: 10_000,
    // Keys change rarely, and a revoked key must not stay in the cache: drop all of them.
    staleAfter: staleAfter({ api_key: 'all', api_client: 'all' }),
    load: async (prefixes) => {
      const { rows } = await pool.query({
        name: 'api keys by prefix',
        text: `select k.id as "keyId", k.prefix, k.hash, k.expires_at as "expiresAt", ${client.columns('c')}
          from api_key k join api_client c on c.id = k.client_id where k.prefix = any($1) and k.revoked_at is null`,
        values: [prefixes],
      });
      return new Map(
        rows.map((row) => [
          row.prefix,
          {
            id: row.keyId,
            hash: row.hash,
            expiresAt: row.expiresAt,
            actor: actorOfClient(client.toEntity(row)),
          },
        ]),
      );
    },
  });

  return {
    usableKeys,

    /** A page of the clients, by name. */
    async page(range: KeyRange): Promise<ApiClient[]> {
      const { values, bind } = binding();
      const page = keysetPage({ value: 'c.name collate "C"', valueType: 'text', id: 'c.id' }, range, bind);
      const { rows } = await pool.query({
        name: `api client page${page.variant}`,
        text: `select ${client.columns('c')} from api_client c where true ${page.text}`,
        values,
      });
      return rows.map(client.toEntity);
    },

    async byIds(ids: readonly string[]): Promise<ApiClient[]> {
      const text = `select ${client.columns('c')} from api_client c where c.id = any($1)`;
      const { rows } = await pool.query({ name: 'api clients by id', text, values: [ids] });
      return rows.map(client.toEntity);
    },

    async count(): Promise<number> {
      const { rows } = await pool.query<{ n: number }>('select count(*)::int n from api_client');
      return rows[0]?.n ?? 0;
    },

    /** Keys of these clients that are neither revoked nor expired at a time, newest first. */
    async liveKeys(clientIds: readonly string[], at: Date): Promise<SeenApiKey[]> {
      const { rows } = await pool.query({
        name: 'live api keys',
        text: `select ${key.columns('k')}, u.last_used_at as "lastUsedAt"
          from api_key k left join api_key_use u on u.key_id = k.id
          where k.client_id = any($1) and k.revoked_at is null and k.expires_at > $2 order by k.created_at desc, k.id`,
        values: [clientIds, at],
      });
      return rows.map((row) => fromRow(SeenApiKey, row));
    },

    /** Keys by id, including revoked and expired ones. */
    async keysByIds(ids: readonly string[]): Promise<SeenApiKey[]> {
      const { rows } = await pool.query({
        name: 'api keys by id',
        text: `select ${key.columns('k')}, u.last_used_at as "lastUsedAt"
          from api_key k left join api_key_use u on u.key_id = k.id where k.id = any($1)`,
        values: [ids],
      });
      return rows.map((row) => fromRow(SeenApiKey, row));
    },

    /**
     * Counts the valid keys of a client. Locks the client until the transaction ends, so that no key is added
     * meanwhile.
     */
    async countLiveKeys(db: EntityManager, clientId: string, at: Date): Promise<number> {
      await db.query('select from api_client where id = $1 for update', [clientId]);
      const [{ n }] = await db.query(
        'select count(*)::int n from api_key where client_id = $1 and revoked_at is null and expires_at > $2',
        [clientId, at],
      );
      return n;
    },

    async lastUse(keyId: string): Promise<Date | null> {
      const text = 'select last_used_at as at from api_key_use where key_id = $1';
      const { rows } = await pool.query<{ at: Date }>({ name: 'last use of api key', text, values: [keyId] });
      return rows[0]?.at ?? null;
    },

    /** Records that a key was used. */
    async noteUse(keyId: string, at: Date): Promise<void> {
      await pool.query({
        name: 'note use of api key',
        text: `insert into api_key_use values ($1, $2)
          on conflict (key_id) do update set last_used_at = excluded.last_used_at`,
        values: [keyId, at],
      });
    },
  };
}
export type ApiClientRepository = ReturnType<typeof apiClientRepository>;

function actorOfClient(client: ApiClient): Actor {
  const { id, role, localAuthorityCodes, providerIds, schoolUrns, scopes, trustedDocumentsOnly } = client;
  const reach = {
    everywhere: role === 'administrator',
    localAuthorities: new Set(localAuthorityCodes),
    providers: new Set(providerIds),
    schools: new Set(schoolUrns),
  };
  return new Actor(`${role} client ${id}`, isRole(role) ? [role] : [], reach, scopes, trustedDocumentsOnly);
}
