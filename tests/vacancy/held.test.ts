import type { Offering } from '../../src/features/offering/offering.entity.js';
import type { Vacancy } from '../../src/features/vacancy/vacancy.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { matched } from '../match/ask-match.js';
import { found } from '../search/ask.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { heldBySql } from '../support/holds.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';
import { TEST_NOW } from '../support/test-clock.js';

const A_WHILE = 600_000;

let hub: TestHub;
let school: Ask;
let offering: Offering;
let vacancy: Vacancy;
beforeAll(async () => {
  hub = await startTestHub();
  school = await hub.as('school');
});
afterAll(() => hub.stop());
beforeEach(async () => {
  hub.clock.pass(TEST_NOW - hub.clock.now());
  await hub.database.pool.query('delete from provider');
  const provider = await aProvider(hub);
  const site = await aSite(hub, provider);
  offering = await anOffering(hub, provider, { siteIds: [site.id] });
  vacancy = await aVacancy(hub, offering, { placesAvailable: 4 });
});

const ALL = `query ($id: ID!, $offering: ID!) {
  node(id: $id) { ... on Vacancy { placesAvailable placesOffered placesBand version } }
  open: vacancies(filter: { open: true }) { totalCount nodes { placesAvailable } }
  ofOffering: vacancies(filter: { open: true, offering: { anyOf: [$offering] } }) { totalCount nodes { id } }
  three: vacancies(filter: { placesAtLeast: 3 }) { totalCount nodes { id } }
  four: vacancies(filter: { placesAtLeast: 4, offering: { anyOf: [$offering] } }) { totalCount nodes { id } }
  offering: node(id: $offering) { ... on Offering { vacancies { placesAvailable } } }
}`;

/** What every way to learn of the places says. */
async function seen() {
  const { data, errors } = await school<{
    node: { placesAvailable: number; placesOffered: number; placesBand: string; version: number };
    open: { totalCount: number; nodes: { placesAvailable: number }[] };
    ofOffering: { totalCount: number; nodes: object[] };
    three: { totalCount: number; nodes: object[] };
    four: { totalCount: number; nodes: object[] };
    offering: { vacancies: { placesAvailable: number }[] };
  }>(ALL, { id: encodeId('vac', vacancy.id), offering: encodeId('off', offering.id) });
  expect(errors).toBeUndefined();
  const { node, open, ofOffering, three, four } = data;
  for (const list of [open, ofOffering, three, four]) expect(list.nodes).toHaveLength(list.totalCount);
  expect(data.offering.vacancies[0]!.placesAvailable).toBe(node.placesAvailable);
  for (const one of open.nodes) expect(one.placesAvailable).toBe(node.placesAvailable);
  expect(ofOffering.totalCount).toBe(open.totalCount);
  const asked = async (placesAtLeast: number) =>
    found(hub, { filter: { vacancy: { availableBy: '2027-12-01', placesAtLeast } } });
  const [one, atLeastThree] = [await asked(1), await asked(3)];
  expect(one.totalCount).toBe(open.totalCount);
  expect(one.hits.map(({ nextVacancy }) => nextVacancy !== null)).toEqual(one.hits.map(() => true));
  expect(atLeastThree.totalCount).toBe(three.totalCount);
  const near = { place: { point: { latitude: 52.85, longitude: 0.82 } } };
  const { matches } = await matched(hub, { near, needs: [{ code: 'SEMH' }] });
  expect(matches.filter((match) => match.nextVacancy !== null)).toHaveLength(open.totalCount);
  return {
    available: node.placesAvailable,
    offered: node.placesOffered,
    band: node.placesBand,
    open: open.totalCount,
    version: node.version,
    atLeast: [three.totalCount, four.totalCount],
  };
}

const nothingHeld = {
  available: 4,
  offered: 4,
  band: 'THREE_TO_FIVE',
  open: 1,
  version: 1,
  atLeast: [1, 1],
};

describe('places that are held', () => {
  it('are not available to anybody, until their hold ends by the clock, without a write', async () => {
    expect(await seen()).toEqual(nothingHeld);
    await heldBySql(hub, vacancy, 1, 2 * A_WHILE);
    expect(await seen()).toEqual({ ...nothingHeld, available: 3, atLeast: [1, 0] });
    await heldBySql(hub, vacancy, 3, A_WHILE);
    const all = { ...nothingHeld, available: 0, band: 'NONE', open: 0, atLeast: [0, 0] };
    expect(await seen()).toEqual(all);
    hub.clock.pass(A_WHILE - 1);
    expect(await seen()).toEqual(all);
    hub.clock.pass(1);
    expect(await seen()).toEqual({ ...nothingHeld, available: 3, atLeast: [1, 0] });
    hub.clock.pass(A_WHILE);
    expect(await seen()).toEqual(nothingHeld);
  });

  it('are held again when the clock is set back', async () => {
    await heldBySql(hub, vacancy, 4, A_WHILE);
    expect((await seen()).open).toBe(0);
    hub.clock.pass(2 * A_WHILE);
    expect(await seen()).toEqual(nothingHeld);
    hub.clock.pass(-2 * A_WHILE);
    expect((await seen()).open).toBe(0);
    hub.clock.pass(A_WHILE);
    expect(await seen()).toEqual(nothingHeld);
  });

  it('are available at once when their hold is ended', async () => {
    const hold = await heldBySql(hub, vacancy, 4, A_WHILE);
    expect((await seen()).open).toBe(0);
    await hub.database.pool.query(
      `update vacancy_hold set ended_at = $2, ended_as = 'RELEASED', version = version + 1 where id = $1`,
      [hold, new Date(hub.clock.now())],
    );
    await hub.feed.sync();
    expect(await seen()).toEqual(nothingHeld);
  });

  it('can be more than are offered: none is available then', async () => {
    await heldBySql(hub, vacancy, 3, A_WHILE);
    await hub.vacancies.update(vacancy.id, 1, { placesAvailable: 2 });
    expect(await seen()).toMatchObject({ available: 0, offered: 2, open: 0, version: 2 });
    hub.clock.pass(A_WHILE);
    expect(await seen()).toMatchObject({ available: 2, offered: 2, open: 1, version: 2 });
  });

  it('do not show the public an exact number', async () => {
    for (const field of ['placesAvailable', 'placesOffered']) {
      const { errors } = await hub.query(`{ vacancies { nodes { ${field} } } }`);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', permission: 'place.exact' });
    }
  });
});
