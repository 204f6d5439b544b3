import { Provider } from '../../src/features/provider/provider.entity.js';
import { updateRecord } from '../../src/platform/database/register-writer.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const changesOf = async (...ids: string[]) =>
  (
    await hub.database.pool.query(
      `select entity_id, actor, reason from change where entity_id = any($1) and operation = 'UPDATE' order by id`,
      [ids],
    )
  ).rows;

describe('a listing that a transaction ends', () => {
  it('is on record as what the rule did; what the transaction does later is the person’s own again', async () => {
    const [suspended, changed] = [await aProvider(hub), await aProvider(hub)];
    const noted: (readonly string[])[] = [];
    await hub.writer.write(
      {},
      async (db) => {
        const why = [{ providerId: suspended.id, reason: 'A rule says so.' }];
        await hub.register.listings.suspend(db, 'system: rule', why, async (ids) => void noted.push(ids));
        await updateRecord(db, Provider, changed.id, 1, { description: 'Changed afterwards.' });
      },
      { actor: 'commissioner: test', reason: 'My own reason.' },
    );
    expect(noted).toEqual([[suspended.id]]);
    expect(await changesOf(suspended.id, changed.id)).toEqual([
      { entity_id: suspended.id, actor: 'system: rule', reason: 'A rule says so.' },
      { entity_id: changed.id, actor: 'commissioner: test', reason: 'My own reason.' },
    ]);
  });

  it('is none where the entry is not listed: nothing is noted, and nobody has done anything', async () => {
    const draft = await aProvider(hub, { state: 'DRAFT' });
    const noted: (readonly string[])[] = [];
    const why = [{ providerId: draft.id, reason: 'A rule says so.' }];
    const done = await hub.writer.write({}, (db) =>
      hub.register.listings.suspend(db, 'system: rule', why, async (ids) => void noted.push(ids)),
    );
    expect([done, noted, await changesOf(draft.id)]).toEqual([[], [], []]);
  });
});
