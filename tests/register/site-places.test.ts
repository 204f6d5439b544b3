import { encodeId } from '../../src/platform/graphql/global-id.js';
import { commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider, aSite } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

interface Payload {
  readonly site: { readonly id: string; readonly version: number; readonly postcode: string } | null;
  readonly userErrors: readonly { code: string; field: string[] | null; message: string }[];
  readonly warnings: readonly { code: string; message: string }[];
}

async function createSite(postcode: string): Promise<Payload> {
  const provider = encodeId('prv', (await aProvider(hub)).id);
  const { data, errors } = await graph.ask<{ siteCreate: Payload }>(
    commissioner,
    `mutation ($input: SiteCreateInput!) { siteCreate(input: $input) {
      site { id version postcode } userErrors { code field message } warnings { code message } } }`,
    { input: { provider, name: 'The quay', postcode } },
  );
  expect(errors).toBeUndefined();
  return data.siteCreate;
}

describe('the postcode of a new site', () => {
  it.each(['nr219aa', 'NR21-9AA', 'NR21 9AA.', ' NR21\u200b9AA', 'NR2I 9AA'])(
    'is stored as NR21 9AA when %j is typed',
    async (typed) => {
      const { site, userErrors } = await createSite(typed);
      expect(userErrors).toEqual([]);
      expect(site).toMatchObject({ postcode: 'NR21 9AA' });
    },
  );
});

describe('the caller who gives a site its postcode', () => {
  const known = async () =>
    hub.database.pool.query(`insert into postcode (postcode, latitude, longitude, district_code) values
      ('NR1 3PY', 52.6229, 1.3012, 'E07000148'), ('NR1 3PZ', 52.6229, 1.3012, 'E06999999') on conflict do nothing`);

  it('learns that it was placed to its sector only', async () => {
    expect((await createSite('NR21 9AA')).warnings).toEqual([
      { code: 'COARSE_POSITION', message: expect.stringContaining('placed to its sector NR21 9 only') },
    ]);
  });

  it.each(['EC1V 2NX', 'CO1 1AA', 'LS1 4AP', 'EH1 1AA'])(
    'anywhere in Great Britain, such as at %s, learns that it was placed to its outcode only',
    async (postcode) => {
      const { userErrors, warnings } = await createSite(postcode);
      expect(userErrors).toEqual([]);
      expect(warnings).toMatchObject([
        { code: 'COARSE_POSITION', message: expect.stringContaining('its outcode') },
      ]);
    },
  );

  it('learns nothing if its postcode is known', async () => {
    await known();
    expect((await createSite('NR1 3PY')).warnings).toEqual([]);
  });

  it('learns that its district is not known, and the site is stored', async () => {
    await known();
    const { site, userErrors, warnings } = await createSite('NR1 3PZ');
    expect(userErrors).toEqual([]);
    expect(site).not.toBeNull();
    expect(warnings).toMatchObject([
      { code: 'UNKNOWN_DISTRICT', message: expect.stringContaining('E06999999') },
    ]);
  });

  it('of Jersey learns where it is', async () => {
    expect((await createSite('JE2 3AB')).userErrors).toMatchObject([
      { field: ['input', 'postcode'], message: expect.stringContaining('in Jersey') },
    ]);
  });
});

describe('register(filter: { position })', () => {
  it('lists the sites that are placed like this, with their providers', async () => {
    const provider = await aProvider(hub, { name: 'Coarsely placed' });
    await aSite(hub, provider, { name: 'By sector' });
    await aSite(hub, provider, { name: 'By point', positionPrecision: 'POINT' });
    await aSite(hub, provider, { name: 'Nowhere', latitude: null, longitude: null, positionPrecision: null });
    const listed = async (position: string[]) => {
      const { data, errors } = await graph.ask<{
        register: { totalCount: number; nodes: { kind: string; name: string }[] };
      }>(
        commissioner,
        `query ($filter: RegisterFilter) { register(first: 50, filter: $filter) { totalCount nodes { kind name } } }`,
        { filter: { position, provider: { anyOf: [encodeId('prv', provider.id)] } } },
      );
      expect(errors).toBeUndefined();
      expect(data.register.totalCount).toBe(data.register.nodes.length);
      return data.register.nodes.map(({ name }) => name).sort();
    };
    expect(await listed(['SECTOR', 'OUTCODE', 'UNPLACED'])).toEqual([
      'By sector',
      'Coarsely placed',
      'Nowhere',
    ]);
    expect(await listed(['UNPLACED'])).toEqual(['Coarsely placed', 'Nowhere']);
    expect(await listed(['POINT'])).toEqual(['By point', 'Coarsely placed']);
    expect(await listed(['POSTCODE'])).toEqual([]);
  });
});
