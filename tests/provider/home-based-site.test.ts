import { encodeId } from '../../src/platform/graphql/global-id.js';
import { found } from '../search/ask.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';

const URN = '199401';
/** A tutor's home in the north of NR21; nothing below may be found in any answer. */
const HOME = {
  postcode: 'NR21 0QX',
  street: '7 Hidden Lane',
  locality: 'Secret Green',
  uprn: '100091234567',
  latitude: 52.8701,
  longitude: 0.9307,
  positionPrecision: 'POSTCODE',
} as const;
const SECRETS = [
  '0QX',
  'NR21 0',
  'NR210',
  'Hidden Lane',
  'Secret Green',
  '100091234567',
  '52.87',
  '0.9307',
  '0.931',
];

let hub: TestHub;
/** Who sees addresses, and still not these. */
let askAsSchool: Ask;
let siteId: string;
let outcode: { latitude: number; longitude: number };
beforeAll(async () => {
  hub = await startTestHub();
  askAsSchool = await hub.as('school');
  const provider = await aProvider(hub, { urn: URN, name: 'Home Tutor' });
  const site = await aSite(hub, provider, {
    ...HOME,
    name: 'Home',
    town: 'Fakenham',
    addressVisibility: 'OUTCODE',
  });
  await anOffering(hub, provider, { title: 'Tuition at home', siteIds: [site.id] });
  siteId = encodeId('sit', site.id);
  const { rows } = await hub.database.pool.query(
    `select latitude, longitude from postcode_outcode where outcode = 'NR21'`,
  );
  outcode = rows[0];
});
afterAll(() => hub.stop());

const SITE = `... on Site {
  id name street locality town postcode latitude longitude positionPrecision addressVisibility
  accessibility { code } district { code } planningArea { name }
}`;

/** A response as it goes over the wire. */
async function answer(query: string, variables?: Record<string, unknown>): Promise<string> {
  const response = await askAsSchool(query, variables);
  expect(response.errors).toBeUndefined();
  return JSON.stringify(response.data);
}

describe('a home-based site', () => {
  it.each([
    ['node', `{ node(id: "$ID") { ${SITE} } }`],
    ['nodes', `{ nodes(ids: ["$ID"]) { ${SITE} } }`],
    ['sites', `{ sites { nodes { ${SITE} } edges { cursor } pageInfo { endCursor } } }`],
    ['provider', `{ provider(by: { urn: "${URN}" }) { sites { nodes { ${SITE} } edges { cursor } } } }`],
    ['offerings', `{ offerings { nodes { sites { nodes { ${SITE} } } } } }`],
    [
      'a search by text',
      `{ search(text: "tuition") { hits: nodes { site { ${SITE} } matchedBecause { sentence } } } }`,
    ],
    [
      'a search from its own postcode',
      `{ search(near: { place: { postcode: "NR21 9AA" } }) { hits: nodes { site { ${SITE} } distanceMetres } } }`,
    ],
  ])('shows its outcode and nothing closer through %s', async (_way, query) => {
    const text = await answer(query.replace('$ID', siteId));
    expect(text).toContain('"postcode":"NR21"');
    expect(text).toContain('"addressVisibility":"OUTCODE"');
    expect(text).toContain('"positionPrecision":"OUTCODE"');
    expect(text).toContain(`"latitude":${outcode.latitude},"longitude":${outcode.longitude}`);
    expect(text).toContain('"street":null,"locality":null,"town":"Fakenham"');
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  it('is as far away as the centre of its outcode', async () => {
    const { latitude, longitude } = outcode;
    const near = { place: { point: { latitude, longitude } }, within: { km: 0.001 } };
    const { hits } = await found(hub, { near });
    expect(hits).toMatchObject([{ offering: { title: 'Tuition at home' }, distanceMetres: 0 }]);
  });

  it('is not found within a small radius or box round where it really is', async () => {
    const { latitude, longitude } = HOME;
    const near = { place: { point: { latitude, longitude } }, within: { km: 1 } };
    expect((await found(hub, { near })).totalCount).toBe(0);
    const box = { south: 52.869, north: 52.871, west: 0.929, east: 0.932 };
    expect((await found(hub, { near: { place: { box } } })).totalCount).toBe(0);
  });

  it.each(['Hidden Lane', 'Secret Green', 'NR21 0QX', '0QX', '100091234567'])(
    'is not found by the words %s',
    async (text) => {
      expect((await found(hub, { text, placeInText: false })).totalCount).toBe(0);
    },
  );

  it('is not found near its postcode, when a text names that: it counts as at the centre of its outcode', async () => {
    expect((await found(hub, { text: 'within 1 km of NR21 0QX' })).totalCount).toBe(0);
  });

  it('shows its whole record to those who keep it, who could not correct it otherwise', async () => {
    const query = `query ($id: ID!) { registerEntry(id: $id) { site { street locality postcode uprn } } }`;
    const asCommissioner = await hub.as('commissioner', { localAuthorities: ['926'] });
    const { street, locality, postcode, uprn } = HOME;
    const { data } = await asCommissioner(query, { id: siteId });
    expect(data).toEqual({ registerEntry: { site: { street, locality, postcode, uprn } } });
    for (const ask of [askAsSchool, await hub.as('commissioner', { localAuthorities: ['925'] })]) {
      expect(JSON.stringify(await ask(query, { id: siteId }))).not.toContain('Hidden Lane');
    }
  });

  it('hides its address at once when it becomes home-based, and shows it when it no longer is', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider, { postcode: 'NR1 3PY', street: '1 Open Street' });
    const id = encodeId('sit', site.id);
    const read = () => answer(`{ node(id: "${id}") { ${SITE} } }`);
    expect(await read()).toContain('1 Open Street');
    await hub.providers.updateSite(site.id, 1, { addressVisibility: 'OUTCODE' });
    expect(await read()).not.toMatch(/Open Street|3PY/);
    await hub.providers.updateSite(site.id, 2, { addressVisibility: 'FULL' });
    expect(await read()).toContain('1 Open Street');
  });

  it('has no position when its outcode is not known', async () => {
    const provider = await aProvider(hub);
    const place = { postcode: 'ZZ1 1AA', latitude: 52.7, longitude: 1.1 };
    const site = await aSite(hub, provider, { ...place, addressVisibility: 'OUTCODE' });
    const text = await answer(`{ node(id: "${encodeId('sit', site.id)}") { ${SITE} } }`);
    expect(text).toContain('"postcode":"ZZ1","latitude":null,"longitude":null,"positionPrecision":null');
  });
});
