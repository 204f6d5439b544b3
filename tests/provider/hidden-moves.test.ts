import { Actor } from '../../src/features/identity/actor.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import type { Site } from '../../src/features/provider/site.entity.js';
import { searchRepository } from '../../src/features/search/search.repository.js';
import { systemClock } from '../../src/platform/clock.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { addPlanningArea } from '../place/places.js';
import { anActor, type Graph, graphOf } from '../support/actors.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { atGrid } from './national-grid.js';

/** NR21 lies in three districts, and its sectors in two of the planning areas here; NR24 in one district. */
const NORTH_NORFOLK = 'E07000147';
const BRECKLAND = 'E07000143';

let hub: TestHub;
let graph: Graph;
let north: string;
let around: string;
beforeAll(async () => {
  hub = await startTestHub(async ({ pool }) => {
    north = await addPlanningArea(pool, 'North', { districts: [NORTH_NORFOLK], sectors: ['NR21 9'] });
    around = await addPlanningArea(pool, 'Around Fakenham', { sectors: ['NR21 7', 'NR21 8', 'NR21 0'] });
  });
  graph = await graphOf(hub);
});
afterAll(async () => {
  expect(graph.unexpected).toEqual([]);
  await graph.stop();
  await hub.stop();
});

const point = (easting: number, northing: number) => {
  const { lat, lng } = atGrid(easting, northing);
  return { latitude: lat, longitude: lng, positionPrecision: 'POINT' } as const;
};
interface Kept {
  readonly provider: Provider;
  readonly site: Site;
  readonly offering: string;
}

async function something(values: Parameters<typeof aSite>[2]): Promise<Kept> {
  const provider = await aProvider(hub, { name: 'Someone’s Workshop' });
  const site = await aSite(hub, provider, { name: 'The shed', town: 'Fakenham', ...values });
  const offering = await anOffering(hub, provider, { title: 'Wood and wool', siteIds: [site.id] });
  await aVacancy(hub, offering, { siteId: site.id });
  return { provider, site, offering: encodeId('off', offering.id) };
}

const SITE = `id name town outcode addressVisibility positionPrecision district { code } planningArea { id }
  publicPosition { latitude longitude precision } publicAddress { street locality town postcode }`;
const FOUND = `totalCount hits: nodes { distanceMetres reachedBy offering { id } site { ${SITE} } matchedBecause { sentence } }
  facets { name values { value count } } wider { radiusMetres count } pageInfo { hasNextPage endCursor }`;
const FACETS = 'facets: { fields: [DISTRICT, PLANNING_AREA, LOCAL_AUTHORITY] }';
const WEIGHED = 'score distanceMetres reachedBy parts { value points sentence } site { id }';

/** Everything that anybody has thought of asking, about one site at two places that it may be at. */
function questions(
  { provider, site, offering }: Kept,
  places: readonly { readonly postcode: string; readonly street: string }[],
) {
  const from = [
    'latitude: 52.86, longitude: 0.83',
    'latitude: 52.90, longitude: 1.1',
    'latitude: 52.7, longitude: 0.9',
  ];
  const searches = [
    ...from.flatMap((at) =>
      [1, 4, 9, 14].map((km) => `near: { place: { point: { ${at} } }, within: { km: ${km} } }`),
    ),
    ...places.map(({ postcode }) => `near: { place: { postcode: "${postcode}" }, within: { km: 2 } }`),
    ...[NORTH_NORFOLK, BRECKLAND].map((code) => `near: { place: { district: "${code}" } }`),
    ...[north, around].map((id) => `near: { place: { planningArea: "${encodeId('pla', id)}" } }`),
    ...[NORTH_NORFOLK, BRECKLAND].map((code) => `filter: { district: { anyOf: ["${code}"] } }`),
    ...[north, around].map((id) => `filter: { planningArea: { noneOf: ["${encodeId('pla', id)}"] } }`),
    'near: { place: { box: { south: 52.8, west: 0.8, north: 52.87, east: 0.85 } } }',
    ...[
      'Breckland',
      'North Norfolk',
      'wool',
      ...places.flatMap(({ postcode, street }) => [postcode, street]),
    ].map((text) => `text: "${text}"`),
    'sort: NAME',
  ];
  const near = from.map((at) => `near: { place: { point: { ${at} } }, within: { km: 12 } }`);
  const areas = [
    ...[NORTH_NORFOLK, BRECKLAND].map((code) => `near: { place: { district: "${code}" } }`),
    ...[north, around].map((id) => `near: { place: { planningArea: "${encodeId('pla', id)}" } }`),
  ];
  return [
    ...searches.map((question) => `{ search(${question}, ${FACETS}) { ${FOUND} } }`),
    ...[...near, ...areas].flatMap((where) => [
      `{ match(profile: { ${where} }) { totalCount matches { ${WEIGHED} } nearMisses { count sentence } } }`,
      `{ compare(offerings: ["${offering}"], profile: { ${where} }) { matches { ${WEIGHED} } } }`,
    ]),
    `{ node(id: "${encodeId('sit', site.id)}") { ... on Site { ${SITE} } } }`,
    `{ provider(by: { id: "${encodeId('prv', provider.id)}" }) { sites { nodes { ${SITE} } } } }`,
    `{ sites { totalCount nodes { ${SITE} } edges { cursor } } }`,
    ...[NORTH_NORFOLK, BRECKLAND].map((code) => `{ sites(district: "${code}") { totalCount nodes { id } } }`),
    `{ vacancies { nodes { site { ${SITE} } } edges { cursor } } }`,
    `{ offerings { nodes { sites { nodes { ${SITE} } } } } }`,
    ...places.flatMap(({ postcode, street }) =>
      [postcode, street, postcode.slice(0, -2)].map(
        (text) => `{ suggest(text: "${text}") { suggestions { label } } }`,
      ),
    ),
  ];
}

async function answers(asked: readonly string[], actor: Actor): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const question of asked) {
    const { data, errors } = await graph.ask(actor, question);
    expect([question, errors]).toEqual([question, undefined]);
    all[question] = data;
  }
  return all;
}

const everywhere = (role: 'school' | 'partner' | 'provider_editor' | 'commissioner' | 'quality_officer') =>
  anActor(role, { localAuthorities: ['935'], providers: [] });
const readers: readonly (readonly [string, Actor])[] = [
  ['the public', anActor('public')],
  ['a school', everywhere('school')],
  ['a partner', everywhere('partner')],
  ['a provider’s editor', everywhere('provider_editor')],
  ['another authority’s commissioner', everywhere('commissioner')],
  ['another authority’s quality officer', everywhere('quality_officer')],
];

const moves = {
  'An address that is not public, within its square': {
    visibility: 'FULL',
    from: {
      postcode: 'NR21 9AA',
      street: '1 Mill Lane',
      districtCode: NORTH_NORFOLK,
      ...point(592_080, 329_930),
    },
    to: {
      postcode: 'NR21 9ZZ',
      street: '80 High Street',
      districtCode: NORTH_NORFOLK,
      ...point(592_990, 329_010),
    },
  },
  'A home, across its outcode to another district and planning area': {
    visibility: 'OUTCODE',
    from: {
      postcode: 'NR21 9AA',
      street: '1 Mill Lane',
      districtCode: NORTH_NORFOLK,
      ...point(592_080, 329_930),
    },
    to: {
      postcode: 'NR21 7BB',
      street: '80 High Street',
      districtCode: BRECKLAND,
      ...point(588_300, 325_100),
    },
  },
} as const;

describe.each(Object.entries(moves))('%s', (_name, { visibility, from, to }) => {
  let kept: Kept;
  let asked: string[];
  let version = 1;
  beforeAll(async () => {
    kept = await something({ ...from, addressVisibility: visibility });
    asked = questions(kept, [from, to]);
  });
  afterAll(async () => {
    await hub.database.pool.query('delete from provider where id = $1', [kept.provider.id]);
    await hub.feed.sync();
  });
  const move = async (place: typeof from | typeof to) => {
    version = (await hub.providers.updateSite(kept.site.id, version, place)).version;
  };

  it.each(readers)('moves without %s being told', async (_who, actor) => {
    const before = await answers(asked, actor);
    expect(JSON.stringify(before)).toContain(kept.offering);
    await move(to);
    const after = await answers(asked, actor);
    await move(from);
    expect(after).toEqual(before);
  });

  it('moves without an index being fed with it', async () => {
    const { source, database } = hub;
    const fed = async () => {
      const all = [];
      for await (const batch of searchRepository(source, database.pool, systemClock).all())
        all.push(...batch);
      return all.map(({ sites }) => sites);
    };
    const before = await fed();
    await move(to);
    const after = await fed();
    await move(from);
    expect(before.flat().length).toBeGreaterThan(0);
    expect(after).toEqual(before);
  });

  it('moves without a program being told that reads the register and its history but no exact places', async () => {
    const reach = { everywhere: false, localAuthorities: new Set(['926']), providers: new Set<string>() };
    const scopes = ['register.read', 'register.decide', 'history.read', 'quality.read'];
    const program = new Actor('program', ['commissioner'], reach, scopes);
    const areas = [
      `district: { anyOf: ["${NORTH_NORFOLK}"] }`,
      `district: { noneOf: ["${BRECKLAND}"] }`,
      `planningArea: { anyOf: ["${encodeId('pla', north)}"] }`,
      `planningArea: { noneOf: ["${encodeId('pla', around)}"] }`,
    ];
    const site = encodeId('sit', kept.site.id);
    const provider = encodeId('prv', kept.provider.id);
    const more = [
      ...areas.map((area) => `{ register(filter: { ${area} }) { totalCount nodes { name } } }`),
      `{ registerEntry(id: "${site}") { site { ${SITE} } } }`,
      `{ providerAsOf(id: "${provider}", at: "2099-01-01T00:00:00Z") { parts { nodes { fields { field value } } } } }`,
    ];
    const before = await answers([...asked, ...more], program);
    await move(to);
    const after = await answers([...asked, ...more], program);
    const { data } = await graph.ask<{ history: unknown }>(
      program,
      `{ history(id: "${site}") { nodes { changes { field from { value } to { value } } } } }`,
    );
    await move(from);
    expect(after).toEqual(before);
    expect(JSON.stringify(data)).not.toMatch(
      /NR21 [79]|Mill Lane|High Street|E07000143|"latitude"|"longitude"/,
    );
    const refused = await graph.ask(program, `{ duplicateCandidates(provider: "${provider}") { strength } }`);
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: 'place.exact' } }]);
  });
});

describe('a home', () => {
  it('shows a district that holds all of its outcode, and is found by it', async () => {
    const { site } = await something({
      postcode: 'NR24 2AA',
      districtCode: NORTH_NORFOLK,
      addressVisibility: 'OUTCODE',
    });
    const public_ = anActor('public');
    const question = `{ node(id: "${encodeId('sit', site.id)}") { ... on Site { district { code } } } }`;
    expect((await graph.ask(public_, question)).data).toEqual({
      node: { district: { code: NORTH_NORFOLK } },
    });
    const list = await graph.ask(
      public_,
      `{ sites(district: "${NORTH_NORFOLK}") { totalCount nodes { id } } }`,
    );
    expect(list.data).toEqual({ sites: { totalCount: 1, nodes: [{ id: encodeId('sit', site.id) }] } });
    const search = await graph.ask<{ search: { totalCount: number } }>(
      public_,
      `{ search(near: { place: { district: "${NORTH_NORFOLK}" } }) { totalCount } }`,
    );
    expect(search.data.search.totalCount).toBe(1);
  });
});
