import { randomUUID } from 'node:crypto';
import { Provider } from '../../../src/features/provider/provider.entity.js';
import {
  insertRecord,
  RegisterWriter,
  updateRecord,
} from '../../../src/platform/database/register-writer.js';
import { Conflict, NotFound } from '../../../src/platform/errors.js';
import { aProvider } from '../../support/builders.js';
import { startTestHub, type TestHub } from '../../support/hub.js';
import { refusalOf } from '../../support/refusals.js';
import { until } from '../../support/until.js';

const WRITERS = 50;

let hub: TestHub;
let writer: RegisterWriter;
beforeAll(async () => {
  hub = await startTestHub();
  writer = new RegisterWriter(hub.source, hub.feed);
});
afterAll(() => hub.stop());

const values = (name: string): Parameters<typeof insertRecord<Provider>>[2] => ({
  name,
  legalName: null,
  description: '',
  settingType: 'OTH',
  registration: 'UNREGISTERED',
  localAuthorityCode: '926',
  urn: null,
  ukprn: null,
  companyNumber: null,
  charityNumber: null,
  postcode: 'NR21 9AA',
  website: null,
  externalReference: null,
  state: 'LISTED',
  isDemonstration: false,
});
async function stored(name: string): Promise<{ id: string; version: number }[]> {
  const { rows } = await hub.database.pool.query('select id, version from provider where name = $1', [name]);
  return rows;
}

describe('write', () => {
  it('has everything followed by every reader when it answers', async () => {
    const seen: string[] = [];
    const { id } = await writer.write({}, async (db) => {
      const provider = await insertRecord(db, Provider, values('Followed'));
      seen.push(String(await hub.providers.get(provider.id))); // asked too early: remembered as absent
      return provider;
    });
    expect(seen).toEqual(['null']);
    expect(await hub.providers.get(id)).toMatchObject({ id, name: 'Followed' });
  });

  it('rolls everything back when the work fails, and passes the failure on', async () => {
    const failing = writer.write({}, async (db) => {
      await insertRecord(db, Provider, values('Half done'));
      throw new Error('in the middle');
    });
    await expect(failing).rejects.toThrow('in the middle');
    expect(await stored('Half done')).toEqual([]);
  });

  it('explains a broken constraint to the person who entered the data, and rolls everything back', async () => {
    const problem = { field: ['input', 'name'], code: 'TAKEN' as const, message: 'There is one already.' };
    const twice = writer.write({ provider_name_postcode: problem }, async (db) => {
      await insertRecord(db, Provider, values('Twice'));
      await insertRecord(db, Provider, values('Twice'));
    });
    expect(await refusalOf(twice)).toEqual([problem]);
    expect(await stored('Twice')).toEqual([]);
  });

  it('does not pass a constraint that nobody explains off as the fault of a person', async () => {
    const twice = writer.write({}, async (db) => {
      await insertRecord(db, Provider, values('Twice'));
      await insertRecord(db, Provider, values('Twice'));
    });
    await expect(twice).rejects.toThrow('provider_name_postcode');
  });
});

describe('insertRecord', () => {
  it('stores a record at version 1 under a new UUIDv7, so that later ids sort after earlier ones', async () => {
    const first = await aProvider(hub);
    const now = Date.now();
    await until('a millisecond has passed', () => Date.now() > now, { every: 1 });
    const second = await aProvider(hub);
    expect(first.version).toBe(1);
    expect(first.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(second.id > first.id).toBe(true);
    expect(second.createdAt.getTime()).toBeGreaterThanOrEqual(first.createdAt.getTime());
  });
});

describe('updateRecord', () => {
  it('returns the record one version on, with the rest as it was', async () => {
    const before = await aProvider(hub, { description: 'As it was.' });
    const after = await hub.providers.update(before.id, 1, { name: 'Renamed' });
    expect(after).toMatchObject({ id: before.id, version: 2, name: 'Renamed', description: 'As it was.' });
    expect(after.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
    expect(after.createdAt).toEqual(before.createdAt);
  });

  it('refuses a change that was based on another version, naming both, and changes nothing', async () => {
    const { id, name } = await aProvider(hub);
    await hub.providers.update(id, 1, { description: 'Second.' });
    const late = hub.providers.update(id, 1, { name: 'Too late', description: 'Too late' });
    await expect(late).rejects.toBeInstanceOf(Conflict);
    await expect(late).rejects.toThrow(/is at version 2, but your change was based on version 1/);
    expect(await hub.providers.get(id)).toMatchObject({ version: 2, name, description: 'Second.' });
  });

  it('refuses a version that has not been yet', async () => {
    const { id } = await aProvider(hub);
    await expect(hub.providers.update(id, 2, { name: 'Too early' })).rejects.toBeInstanceOf(Conflict);
  });

  it('says so when there is no such record', async () => {
    const missing = hub.providers.update(randomUUID(), 1, { name: 'Nobody' });
    await expect(missing).rejects.toBeInstanceOf(NotFound);
    await expect(missing).rejects.toThrow('There is no provider with this id.');
  });

  it('tells a record that has gone from one that was changed', async () => {
    const { id } = await aProvider(hub);
    await hub.database.pool.query('delete from provider where id = $1', [id]);
    await expect(hub.providers.update(id, 1, { name: 'Gone' })).rejects.toBeInstanceOf(NotFound);
  });
});

describe('fifty concurrent writers', () => {
  it('to one record: exactly one wins each version, and all others get a conflict', async () => {
    const { id } = await aProvider(hub);
    const rounds = 4;
    for (let version = 1; version <= rounds; version++) {
      const attempts = await Promise.allSettled(
        Array.from({ length: WRITERS }, (_, i) =>
          hub.providers.update(id, version, { name: `Winner ${version} is ${i}` }),
        ),
      );
      const winners = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
      const losers = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
      expect(winners).toHaveLength(1);
      expect(losers).toHaveLength(WRITERS - 1);
      for (const loser of losers) expect(loser).toBeInstanceOf(Conflict);
      expect(await hub.providers.get(id)).toMatchObject({ version: version + 1, name: winners[0]!.name });
    }
  });

  it('to different records: all are stored, and each can be read by its writer at once', async () => {
    const ids = await Promise.all(
      Array.from({ length: WRITERS }, async (_, i) => {
        const { id } = await aProvider(hub, { name: `Concurrent ${i}` });
        expect(await hub.providers.get(id)).toMatchObject({ name: `Concurrent ${i}` });
        return id;
      }),
    );
    const { rows } = await hub.database.pool.query('select id from provider where id = any($1)', [ids]);
    expect(rows).toHaveLength(WRITERS);
  });

  it('that want the same URN: one gets it, the others learn that it is taken', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: WRITERS }, () => aProvider(hub, { urn: '199050' })),
    );
    const refused = attempts.filter((attempt) => attempt.status === 'rejected');
    expect(refused).toHaveLength(WRITERS - 1);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ problems: [{ field: ['input', 'urn'], code: 'TAKEN' }] });
    }
  });
});

describe('writers that read again after a conflict', () => {
  const PERSISTENT = 15;

  it('repeat their change until it is made, and every change is made once', async () => {
    const { id } = await aProvider(hub, { description: '' });
    let wins = 0;
    await Promise.all(
      Array.from({ length: PERSISTENT }, async (_, i) => {
        for (;;) {
          const { rows } = await hub.database.pool.query(
            'select version, description from provider where id = $1',
            [id],
          );
          const { version, description } = rows[0];
          const change = hub.providers.update(id, version, { description: `${description}[${i}]` });
          const outcome = await change.then(
            () => 'won',
            (error: unknown) => error,
          );
          if (outcome === 'won') break;
          expect(outcome).toBeInstanceOf(Conflict);
        }
        wins++;
      }),
    );
    const record = await hub.providers.get(id);
    expect(record?.version).toBe(wins + 1);
    const made = [...(record?.description.matchAll(/\[(\d+)\]/g) ?? [])].map(([, i]) => Number(i));
    expect(made.sort((a, b) => a - b)).toEqual(Array.from({ length: PERSISTENT }, (_, i) => i));
  });
});

describe('updateRecord in a transaction of its own', () => {
  it('takes part in the transaction it is given', async () => {
    const { id } = await aProvider(hub);
    const failing = writer.write({}, async (db) => {
      await updateRecord(db, Provider, id, 1, { name: 'Never' });
      throw new Error('after the update');
    });
    await expect(failing).rejects.toThrow('after the update');
    expect(await hub.providers.get(id)).toMatchObject({ version: 1 });
  });
});
