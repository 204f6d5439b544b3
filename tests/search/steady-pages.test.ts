import { createHub, type Hub } from '../../src/app.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { EARTH_RADIUS_METRES } from '../../src/platform/geo.js';
import { anActor, type Graph, graphOf } from '../support/actors.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type Asked, found, type Question } from './ask.js';

const START = { latitude: 52.6, longitude: 1.2 };
const NORTH = 180 / Math.PI / EARTH_RADIUS_METRES;
const near = { place: { point: START } };

const silent = { info() {}, warn() {}, error() {} };
let hub: TestHub;
let other: Hub;
let graph: Graph;
let provider: Provider;
beforeAll(async () => {
  hub = await startTestHub();
  provider = await aProvider(hub);
  other = await createHub({ url: hub.database.url, clock: hub.clock, log: silent });
  graph = await graphOf(other);
});
afterAll(async () => {
  await graph.stop();
  await other.close();
  await hub.stop();
});

/** An offering that comes at this place by distance, price, title and vacancy alike. */
async function offeringAt(place: number, text: string) {
  const site = await aSite(hub, provider, {
    addressVisibility: 'PUBLIC',
    latitude: START.latitude + place * 1_000 * NORTH,
    longitude: START.longitude,
  });
  const offering = await anOffering(hub, provider, {
    title: `${text} ${10 + place}`,
    siteIds: [site.id],
    pricePence: 1_000 * place,
    priceUnit: 'DAY',
  });
  await aVacancy(hub, offering, { availableFrom: `2026-12-${10 + place}` });
  return offering;
}

const numbersOf = (hits: Awaited<ReturnType<typeof found>>['hits']) =>
  hits.map(({ offering: { title } }) => Number(title.split(' ').at(-1)) - 10);

describe('pages of a search', () => {
  it('go on when offerings come that change which concepts must be met', async () => {
    const of = async (title: string, description: string) =>
      anOffering(hub, provider, { title, description });
    for (let i = 0; i < 4; i++) await of(`Harbour ${i}`, 'Pottery and chess.');
    const asked: Question = { text: 'pottery and horse riding', sort: 'NAME', first: 2 };
    await of('Harbour riding', 'Pottery and horse riding.');
    const one = await found(hub, asked);
    expect(one.understood?.concepts.map(({ isRequired }) => isRequired)).toEqual([false, false]);
    for (let i = 0; i < 10; i++) await of(`Quay ${i}`, 'Pottery and horse riding.');
    const fresh = await found(hub, asked);
    expect(fresh.understood?.concepts.map(({ isRequired }) => isRequired)).toEqual([true, true]);
    const two = await found(hub, { ...asked, after: one.pageInfo.endCursor });
    expect(two.hits).toHaveLength(2);
  });

  it.each(['DISTANCE', 'NAME', 'PRICE', 'SOONEST_VACANCY'])(
    'by %s neither repeat nor hide anything when offerings come and go in between',
    async (sort) => {
      const school = { query: await hub.as('school') };
      const text = sort.toLowerCase().replace('_', '');
      const made = new Map<number, Awaited<ReturnType<typeof offeringAt>>>();
      for (const place of [2, 4, 6, 8, 10, 12]) made.set(place, await offeringAt(place, text));
      const asked: Question = { near, text, sort, first: 2 };
      const one = await found(school, asked);
      expect([numbersOf(one.hits), one.pageInfo.stable]).toEqual([[2, 4], true]);
      for (const place of [2, 4]) await hub.offerings.update(made.get(place)!.id, 1, { state: 'WITHDRAWN' });
      await offeringAt(7, text);
      const two = await found(school, { ...asked, after: one.pageInfo.endCursor });
      expect(numbersOf(two.hits)).toEqual([6, 7]);
      for (const place of [1, 3, 5]) await offeringAt(place, text);
      const three = await found(school, { ...asked, after: two.pageInfo.endCursor, first: 5 });
      expect([numbersOf(three.hits), three.pageInfo.hasNextPage]).toEqual([[8, 10, 12], false]);
      const back = await found(school, { near, text, sort, last: 3, before: two.pageInfo.startCursor });
      expect(numbersOf(back.hits)).toEqual([1, 3, 5]);
    },
  );

  it('by relevance say that they may shift', async () => {
    await offeringAt(1, 'shifting');
    expect((await found(hub, { text: 'shifting' })).pageInfo.stable).toBe(false);
  });

  it('go on at another hub on the same database, and after its index was rebuilt', async () => {
    for (const place of [1, 2, 3]) await offeringAt(place, 'balanced');
    const asked: Question = { near, text: 'balanced', sort: 'DISTANCE', first: 1 };
    await other.feed.sync();
    const elsewhere: Asked = {
      query: (document, variables) => graph.ask(anActor('school'), document, variables),
    };
    const one = await found(hub, asked);
    const two = await found(elsewhere, { ...asked, after: one.pageInfo.endCursor });
    expect(numbersOf(two.hits)).toEqual([2]);
    await hub.database.pool.query('update postcode_outcode set postcodes = postcodes'); // places have changed
    await hub.feed.sync();
    expect(numbersOf((await found(hub, { ...asked, after: two.pageInfo.endCursor })).hits)).toEqual([3]);
  });

  it('have cursors that reveal neither the search nor how far away a result is', async () => {
    await offeringAt(5, 'secretive');
    const { hits, pageInfo } = await found(hub, { near, text: 'secretive', sort: 'DISTANCE' });
    const [kind, digest, sealed] = Buffer.from(pageInfo.endCursor!, 'base64url').toString().split(' ');
    expect([kind, digest!.length, hits[0]!.distanceMetres]).toEqual(['order', 16, 5_000]);
    expect(Buffer.from(sealed!, 'base64url').toString('latin1')).not.toMatch(/secretive|key|4999|5000|52\.6/);
    const again = await found(hub, { near, text: 'secretive', sort: 'DISTANCE' });
    expect(again.pageInfo.endCursor).toBe(pageInfo.endCursor);
  });
});
