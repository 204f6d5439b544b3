import type pg from 'pg';
import { encodeId } from '../../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite, aVacancy } from '../../support/builders.js';
import { type Ask, startTestHub, type TestHub } from '../../support/hub.js';
import { sender } from './every-mutation.js';

let hub: TestHub;
let council: Ask;
let holder: pg.PoolClient;
beforeAll(async () => {
  hub = await startTestHub();
  const provider = await aProvider(hub, { name: 'Riding school' });
  await aSite(hub, provider);
  await aVacancy(hub, await anOffering(hub, provider, { title: 'Horses and stables' }));
  council = await hub.as('administrator');
});
afterAll(() => hub.stop());
beforeEach(async () => {
  holder = await hub.database.pool.connect();
});
afterEach(async () => {
  await holder.query('rollback');
  holder.release();
});

const lock = (tables: string) => holder.query(`begin; lock table ${tables} in access exclusive mode`);
const SEARCH = '{ search(text: "horses") { totalCount } }';
const LIST = '{ providers(first: 1) { totalCount } }';

/** Tells how many of these are still under way. */
function counting(works: readonly Promise<unknown>[]): () => number {
  let open = works.length;
  for (const work of works) work.finally(() => open--).catch(() => {});
  return () => open;
}
/** Is over after so many seconds of Postgres's: what is awaited alongside is compared with that, whatever the machine has to do. */
const seconds = (count: number) => hub.database.pool.query('select pg_sleep($1)', [count]);

describe('while a table is locked', () => {
  it('searches go on, however many wait for it', async () => {
    await hub.query(SEARCH);
    await lock('site, offering, provider');
    const waiting = Array.from({ length: 30 }, () => hub.query(LIST));
    const open = counting(waiting);
    expect(await hub.query(SEARCH)).toMatchObject({ data: { search: { totalCount: 1 } } });
    expect(open()).toBeGreaterThan(0);
    await Promise.all(waiting);
  });

  it('what must read it soon gets UNAVAILABLE, with a message', async () => {
    await lock('provider');
    const open = counting([seconds(4)]);
    const { errors } = await hub.query(LIST);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    expect(errors?.[0]?.message).toMatch(/Try again/);
    expect(open()).toBe(1);
  });

  it('readers do not wait for writers: all that may write wait for it, others read', async () => {
    await lock('provider_contact');
    const { rows } = await hub.database.pool.query('select id from provider limit 1');
    const send = sender(hub.schema, council);
    const writing = Array.from({ length: 6 }, () =>
      send('contactSet', {
        provider: encodeId('prv', rows[0].id),
        input: { role: 'REFERRALS', audience: 'PUBLIC', email: 'office@riding.example' },
      }),
    );
    const open = counting(writing);
    expect(await hub.query(LIST)).toMatchObject({ data: { providers: { totalCount: 1 } } });
    expect(open()).toBe(writing.length);
    const refused = await Promise.all(writing);
    expect(new Set(refused.flatMap(({ errors }) => errors.map((error) => error.split(':')[0])))).toEqual(
      new Set(['UNAVAILABLE']),
    );
    await holder.query('rollback');
    const stored = await hub.database.pool.query('select from provider_contact');
    expect(stored.rowCount).toBe(0);
  });

  it('a write to another one is stored, and answered so though no index can follow', async () => {
    const { rows } = await hub.database.pool.query('select id, version from provider limit 1');
    const [{ id, version }] = rows;
    await lock('site');
    const open = counting([seconds(8)]);
    const answer = await sender(hub.schema, council)('providerUpdate', {
      id: encodeId('prv', id),
      version,
      input: { description: 'Stabling for twelve.' },
    });
    // Others that may be the same cannot be looked for: that is said, and takes nothing away from the rest.
    expect(answer.errors).toEqual([
      expect.stringMatching(/^UNAVAILABLE: The change was made, but its result could not be read in full\. /),
    ]);
    expect(answer.payload).toMatchObject({ provider: { version: version + 1 }, duplicateCandidates: null });
    expect(answer.payload.userErrors).toEqual([]);
    expect(answer.payload.warnings).toMatchObject([{ code: 'SEARCHABLE_SHORTLY' }]);
    expect(open()).toBe(1);
    const after = await hub.database.pool.query('select version, description from provider where id = $1', [
      id,
    ]);
    expect(after.rows).toEqual([{ version: version + 1, description: 'Stabling for twelve.' }]);
  });
});
