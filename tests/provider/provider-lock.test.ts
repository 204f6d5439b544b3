import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import {
  lockProvider,
  lockProviderOf,
  lockProviders,
} from '../../src/features/provider/provider-lock.service.js';
import { MovedMeanwhile } from '../../src/platform/database/again.js';
import { aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { waitingForLock } from '../support/waiting-for-lock.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

/** Whether another session can lock a row now. */
async function isFree(table: 'provider' | 'site', id: string): Promise<boolean> {
  const { rowCount } = await hub.database.pool.query(
    `select from ${table} where id = $1 for no key update skip locked`,
    [id],
  );
  return rowCount === 1;
}

/** Does something while another session holds these providers, which it gives free then. */
async function whileHeld<T>(ids: readonly string[], work: (holder: pg.PoolClient) => Promise<T>): Promise<T> {
  const holder = await hub.database.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('select from provider where id = any($1) order by id for update', [ids]);
    return await work(holder);
  } finally {
    await holder.query('commit');
    holder.release();
  }
}

describe('a provider that is locked', () => {
  it('is held until the transaction ends, and no other one is', async () => {
    const [wanted, other] = [await aProvider(hub), await aProvider(hub)];
    await hub.source.transaction(async (db) => {
      expect(await lockProvider(db, wanted.id)).toMatchObject({ id: wanted.id, name: wanted.name });
      expect([await isFree('provider', wanted.id), await isFree('provider', other.id)]).toEqual([
        false,
        true,
      ]);
    });
    expect(await isFree('provider', wanted.id)).toBe(true);
  });

  it('is none where there is no such provider, or no such row', async () => {
    await hub.source.transaction(async (db) => {
      expect(await lockProvider(db, randomUUID())).toBeNull();
      expect(await lockProviderOf(db, 'site', randomUUID())).toBeNull();
    });
  });

  it('waits for the one whose id comes first, and holds none after it meanwhile', async () => {
    const ids = [(await aProvider(hub)).id, (await aProvider(hub)).id].sort();
    const both = await whileHeld(ids.slice(0, 1), async () => {
      const waiting = hub.source.transaction((db) => lockProviders(db, [...ids].reverse()));
      await waitingForLock(hub.database.pool, 'Provider');
      expect(await isFree('provider', ids[1]!)).toBe(true);
      return { waiting };
    });
    expect([...(await both.waiting).keys()]).toEqual(ids);
  });

  it('for one of its rows is held together with that row', async () => {
    const provider = await aProvider(hub);
    const [wanted, other] = [await aSite(hub, provider), await aSite(hub, provider)];
    await hub.source.transaction(async (db) => {
      expect(await lockProviderOf(db, 'site', wanted.id)).toMatchObject({ id: provider.id });
      expect([
        await isFree('provider', provider.id),
        await isFree('site', wanted.id),
        await isFree('site', other.id),
      ]).toEqual([false, false, true]);
    });
  });

  it('for a row that moved to another provider meanwhile is not the one that was meant: it starts again', async () => {
    const [from, into] = [await aProvider(hub), await aProvider(hub)];
    const { id } = await aSite(hub, from);
    const held = await whileHeld([from.id, into.id], async (mover) => {
      const waiting = hub.source.transaction((db) => lockProviderOf(db, 'site', id));
      const refused = expect(waiting).rejects.toThrow(MovedMeanwhile);
      await waitingForLock(hub.database.pool, 'Provider');
      await mover.query('update site set provider_id = $2 where id = $1', [id, into.id]);
      return { refused };
    });
    await held.refused;
    await hub.source.transaction(async (db) => {
      expect(await lockProviderOf(db, 'site', id)).toMatchObject({ id: into.id });
    });
  });
});
