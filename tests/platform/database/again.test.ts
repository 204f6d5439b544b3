import type { EntityManager } from 'typeorm';
import { MovedMeanwhile } from '../../../src/platform/database/again.js';
import { RegisterWriter } from '../../../src/platform/database/register-writer.js';
import { aProvider } from '../../support/builders.js';
import { startTestHub, type TestHub } from '../../support/hub.js';

let hub: TestHub;
let writer: RegisterWriter;
beforeAll(async () => {
  hub = await startTestHub();
  writer = new RegisterWriter(hub.source, hub.feed);
});
afterAll(() => hub.stop());

const extend = (db: EntityManager, id: string, description: string) =>
  db.query('update provider set description = description || $2, version = version + 1 where id = $1', [
    id,
    description,
  ]);

describe('a transaction', () => {
  it('that a deadlock ends is run again, and none of it happens twice', async () => {
    const [one, other] = [await aProvider(hub), await aProvider(hub)];
    let meet: () => void = () => {};
    const bothHold = new Promise<void>((resolve) => {
      let holding = 0;
      meet = () => ++holding === 2 && resolve();
    });
    let tries = 0;
    const across = (first: string, second: string, mark: string) =>
      writer.write(
        {},
        async (db) => {
          tries++;
          await extend(db, first, mark);
          meet();
          await bothHold;
          await extend(db, second, mark);
        },
        { actor: 'test' },
      );
    await Promise.all([across(one.id, other.id, 'a'), across(other.id, one.id, 'b')]);
    expect(tries).toBe(3);
    const { rows } = await hub.database.pool.query(
      'select description, version from provider where id = any($1)',
      [[one.id, other.id]],
    );
    expect(rows.map(({ description, version }) => [[...description].sort().join(''), version])).toEqual([
      ['ab', 3],
      ['ab', 3],
    ]);
  });

  it('that finds something moved starts again, and fails if it is moved every time', async () => {
    let tries = 0;
    const moved = () => {
      tries++;
      throw new MovedMeanwhile('It moved.');
    };
    expect(await writer.write({}, async () => (tries === 2 ? 'done' : moved()))).toBe('done');
    tries = 0;
    await expect(writer.write({}, async () => moved())).rejects.toThrow('It moved.');
    expect(tries).toBe(6);
  });

  it('that fails otherwise is not done again', async () => {
    let tries = 0;
    const wrong = writer.write({}, async (db) => {
      tries++;
      await db.query('select 1 / 0');
    });
    await expect(wrong).rejects.toThrow('division by zero');
    expect(tries).toBe(1);
  });
});
