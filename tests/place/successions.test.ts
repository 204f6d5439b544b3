import { encodeId } from '../../src/platform/graphql/global-id.js';
import { commissioner, type Graph, graphOf } from '../support/actors.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { addPlanningArea } from './places.js';

const ENDED = 'E07000147';

let hub: TestHub;
let graph: Graph;
let provider: Awaited<ReturnType<typeof aProvider>>;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) =>
    pool.query(`
      update district set valid_to = '2026-03-31' where code = '${ENDED}';
      update local_authority set valid_to = '2026-03-31' where code = '925';
      insert into district (code, name, local_authority_code) values ('E06999991', 'Norfolk East', '926');
      insert into area_succession values
        ('DISTRICT', '${ENDED}', 'E06999991', '2026-04-01', 'WHOLE'),
        ('DISTRICT', '${ENDED}', 'E06999992', '2026-04-01', 'PART'),
        ('LOCAL_AUTHORITY', '925', '873', '2026-04-01', 'WHOLE');
      update postcode_sector set district_code = 'E06999990' where sector = 'NR1 1';
      insert into former_district values ('NR1 1', 'E07000148')`),
  );
  graph = await graphOf(hub);
  provider = await aProvider(hub);
  const site = await aSite(hub, provider, { districtCode: ENDED });
  await anOffering(hub, provider, { title: 'In what was North Norfolk', siteIds: [site.id] });
});
afterAll(async () => {
  await graph.stop();
  await hub.stop();
});

describe('a district that has ended', () => {
  it('can be searched for', async () => {
    const { data, errors } = await hub.query<{ search: { totalCount: number; userErrors: object[] } }>(
      `{ search(near: { place: { district: "${ENDED}" } }) { totalCount userErrors { message } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.search).toEqual({ totalCount: 1, userErrors: [] });
  });

  it('is not listed among those to choose from', async () => {
    const { data } = await hub.query<{ districts: { code: string; validTo: string | null }[] }>(
      '{ districts { code validTo } }',
    );
    expect(data.districts.map(({ code }) => code)).not.toContain(ENDED);
    expect(data.districts).toContainEqual({ code: 'E06999991', validTo: null });
  });

  it('cannot be entered: the error names what came after it', async () => {
    const offering = await anOffering(hub, provider, {
      deliveryModes: ['OUTREACH'],
      areasServed: ['DISTRICT:E07000146'],
    });
    const { data, errors } = await graph.ask<{
      offeringUpdate: { userErrors: { code: string; field: string[]; message: string }[] };
    }>(
      commissioner,
      `mutation ($id: ID!, $areas: [String!]) { offeringUpdate(id: $id, version: 1, input: { areasServed: $areas }) {
        userErrors { code field message } } }`,
      { id: encodeId('off', offering.id), areas: [`DISTRICT:${ENDED}`] },
    );
    expect(errors).toBeUndefined();
    expect(data.offeringUpdate.userErrors).toContainEqual({
      code: 'EXPIRED_CODE',
      field: ['input', 'areasServed', '0'],
      message:
        'E07000147 (North Norfolk) ended on 31 March 2026. Use E06999991 (Norfolk East) or E06999992 (not known yet) for a part of it instead.',
    });
  });
});

describe('a local authority that has ended', () => {
  it('gets no new providers: the error names what came after it', async () => {
    const { data, errors } = await graph.ask<{
      providerCreate: { userErrors: { code: string; field: string[]; message: string }[] };
    }>(
      commissioner,
      `mutation ($input: ProviderCreateInput!) { providerCreate(input: $input) { userErrors { code field message } } }`,
      {
        input: {
          name: 'Newly entered',
          settingType: 'OTH',
          registration: 'UNREGISTERED',
          localAuthority: '925',
          postcode: 'NR21 9AA',
        },
      },
    );
    expect(errors).toBeUndefined();
    expect(data.providerCreate.userErrors).toContainEqual({
      code: 'EXPIRED_CODE',
      field: ['input', 'localAuthority'],
      message: '925 (Lincolnshire) ended on 31 March 2026. Use 873 (Cambridgeshire) instead.',
    });
  });
});

describe('a place in a district that was followed by another one', () => {
  it('still has the authority of the one before, and is found by its code, while nobody knows the new one', async () => {
    const site = await aSite(hub, provider, { postcode: 'NR1 1AA', districtCode: 'E06999990' });
    await anOffering(hub, provider, { title: 'At what was Norwich', siteIds: [site.id] });
    const { data, errors } = await hub.query<{
      place: { district: object | null; localAuthority: { code: string } };
      search: { nodes: { offering: { title: string } }[] };
    }>(`{ place(by: { postcode: "NR1 1AA" }) { district { code } localAuthority { code } }
      search(near: { place: { district: "E07000148" } }) { nodes { offering { title } } } }`);
    expect(errors).toBeUndefined();
    expect(data.place).toEqual({ district: null, localAuthority: { code: '926' } });
    expect(data.search.nodes.map(({ offering }) => offering.title)).toEqual(['At what was Norwich']);
  });

  it('is in the register by the code of the one before', async () => {
    const { data, errors } = await graph.ask<{ register: { nodes: { name: string }[] } }>(
      commissioner,
      `{ register(filter: { kind: [OFFERING], district: { anyOf: ["E07000148"] } }) { nodes { name } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.register.nodes).toEqual([{ name: 'At what was Norwich' }]);
  });

  it('is still served by what served the one before, its authority and its planning area', async () => {
    const area = await addPlanningArea(hub.database.pool, 'Made of what was Norwich', {
      districts: ['E07000148'],
    });
    for (const served of ['DISTRICT:E07000148', 'LA:926', `PLANNING_AREA:${area}`, 'DISTRICT:E07000149']) {
      await anOffering(hub, provider, { title: served, deliveryModes: ['OUTREACH'], areasServed: [served] });
    }
    await hub.feed.sync();
    const { data, errors } = await hub.query<{
      search: { nodes: { reachedBy: string; offering: { title: string } }[]; userErrors: object[] };
    }>(`{ search(near: { place: { postcode: "NR1 1AA" }, within: { km: 1 } }, filter: { deliveryModes: { anyOf: ["OUTREACH"] } }, first: 20) {
      nodes { reachedBy offering { title } } userErrors { message } } }`);
    expect(errors).toBeUndefined();
    expect(data.search.nodes.map(({ offering }) => offering.title).sort()).toEqual(
      ['DISTRICT:E07000148', 'LA:926', `PLANNING_AREA:${area}`].sort(),
    );
  });
});
