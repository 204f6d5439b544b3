import { encodeId } from '../../src/platform/graphql/global-id.js';
import { commissioner, type Graph, graphOf } from '../support/actors.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { addPlanningArea } from './places.js';

const ENDED = 'DISTRICT:E07000147';
const ENDED_TOO = 'DISTRICT:E07000146';

let hub: TestHub;
let graph: Graph;
let provider: Awaited<ReturnType<typeof aProvider>>;
let offering: Awaited<ReturnType<typeof anOffering>>;
beforeAll(async () => {
  hub = await startTestHub();
  graph = await graphOf(hub);
  provider = await aProvider(hub, { name: 'Of what was Norfolk' });
  offering = await anOffering(hub, provider, { deliveryModes: ['OUTREACH'], areasServed: [ENDED] });
  await hub.database.pool.query(`
    update district set valid_to = '2026-03-31' where code in ('E07000146', 'E07000147');
    insert into local_authority (code, name) values ('996', 'New Norfolk');
    update local_authority set valid_to = '2026-03-31' where code in ('926', '925');
    insert into district (code, name, local_authority_code) values ('E06000901', 'New Norfolk', '996');
    insert into area_succession values
      ('DISTRICT', 'E07000147', 'E06000901', '2026-04-01', 'WHOLE'),
      ('LOCAL_AUTHORITY', '926', '996', '2026-04-01', 'WHOLE')`);
  await hub.feed.sync();
});
afterAll(async () => {
  expect(graph.unexpected).toEqual([]);
  await graph.stop();
  await hub.stop();
});

interface Answer {
  readonly userErrors: readonly { readonly code: string; readonly field: string[] }[];
  readonly version: number;
}

async function update(kind: 'offering' | 'provider', id: string, input: object): Promise<Answer> {
  const name = kind === 'offering' ? 'Offering' : 'Provider';
  const table = { offering: 'offering', provider: 'provider' }[kind];
  const { rows } = await hub.database.pool.query(`select version from ${table} where id = $1`, [id]);
  const { data, errors } = await graph.ask<Record<string, Answer & Record<string, { version: number }>>>(
    commissioner,
    `mutation ($id: ID!, $version: Int!, $input: ${name}UpdateInput!) {
      ${kind}Update(id: $id, version: $version, input: $input) { ${kind} { version } userErrors { code field } } }`,
    { id: encodeId(kind === 'offering' ? 'off' : 'prv', id), version: rows[0].version, input },
  );
  expect(errors).toBeUndefined();
  const answer = data[`${kind}Update`]!;
  return { userErrors: answer.userErrors, version: answer[kind]?.version ?? 0 };
}

describe('a change of an offering that serves an area that has ended', () => {
  it('can leave that as it is, send it again, and add another', async () => {
    expect((await update('offering', offering.id, { title: 'Renamed' })).userErrors).toEqual([]);
    expect((await update('offering', offering.id, { areasServed: [ENDED] })).userErrors).toEqual([]);
    const { userErrors } = await update('offering', offering.id, {
      title: 'Renamed again',
      areasServed: ['DISTRICT:E06000901', ENDED],
    });
    expect(userErrors).toEqual([]);
  });

  it('cannot enter another one that has ended, or one that was removed before', async () => {
    expect((await update('offering', offering.id, { areasServed: [ENDED, ENDED_TOO] })).userErrors).toEqual([
      { code: 'EXPIRED_CODE', field: ['input', 'areasServed', '1'] },
    ]);
    expect(
      (await update('offering', offering.id, { areasServed: ['DISTRICT:E06000901'] })).userErrors,
    ).toEqual([]);
    expect((await update('offering', offering.id, { areasServed: [ENDED] })).userErrors).toEqual([
      { code: 'EXPIRED_CODE', field: ['input', 'areasServed', '0'] },
    ]);
  });

  it('can be restored to a version that served it', async () => {
    const restored = await graph.ask<{ offeringRestoreVersion: Answer }>(
      commissioner,
      `mutation ($id: ID!) { offeringRestoreVersion(id: $id, version: 4, toVersion: 3, reason: "It comes there still") {
        userErrors { code field } } }`,
      { id: encodeId('off', offering.id) },
    );
    expect(restored.data.offeringRestoreVersion.userErrors).toEqual([
      { code: 'EXPIRED_CODE', field: expect.arrayContaining(['areasServed']) },
    ]);
  });
});

describe('a change of a provider whose authority has ended', () => {
  it('can send that again, but not enter another one that has ended', async () => {
    expect(
      (await update('provider', provider.id, { name: 'Renamed', localAuthority: '926' })).userErrors,
    ).toEqual([]);
    expect((await update('provider', provider.id, { localAuthority: '925' })).userErrors).toEqual([
      { code: 'EXPIRED_CODE', field: ['input', 'localAuthority'] },
    ]);
  });
});

describe('a district of before', () => {
  let area: string;
  beforeAll(async () => {
    const { pool } = hub.database;
    area = await addPlanningArea(pool, 'Made of what was North Norfolk', { districts: ['E07000147'] });
    for (const [name, values] of [
      ['Still stored so', { postcode: 'NR21 8AA', districtCode: 'E07000147' }],
      ['By its postcode', { postcode: 'NR21 9AA', districtCode: 'E06000901' }],
      ['By its sector', { postcode: 'NR20 4ZZ', districtCode: 'E06000901' }],
      ['Never there', { postcode: 'NR1 1AA', districtCode: 'E06000901' }],
      ['A home', { postcode: 'NR21 9AB', districtCode: 'E06000901', addressVisibility: 'OUTCODE' }],
    ] as const) {
      await aSite(hub, provider, { name, ...values });
    }
    await pool.query(`
      insert into postcode values ('NR21 9AA', 52.85, 0.85, 'E06000901'), ('NR21 9AB', 52.85, 0.85, 'E06000901');
      insert into former_district values ('NR21 9AA', 'E07000147'), ('NR21 9AB', 'E07000147'), ('NR20 4', 'E07000147');
      update postcode_outcode set district_codes = '{E06000901}', postcodes = 2 where outcode = 'NR21'`);
    await hub.feed.sync();
  });

  const HERE = ['By its postcode', 'By its sector', 'Still stored so'];

  it('still finds the sites that lie where it was, with their number; of homes, those whose whole outcode was in it', async () => {
    const read = async () => {
      const { data } = await hub.query<{ sites: { totalCount: number; nodes: { name: string }[] } }>(
        '{ sites(district: "E07000147") { totalCount nodes { name } } }',
      );
      return { count: data.sites.totalCount, names: data.sites.nodes.map(({ name }) => name) };
    };
    expect(await read()).toEqual({ count: 4, names: ['A home', ...HERE] });
    await hub.database.pool.query(`delete from former_district where place = 'NR21 9AB'`);
    await hub.feed.sync();
    expect(await read()).toEqual({ count: 3, names: HERE });
  });

  it('is still part of its planning area, in the register as in searches', async () => {
    const { data, errors } = await graph.ask<{
      register: { totalCount: number; nodes: { name: string }[] };
    }>(
      commissioner,
      `query ($id: ID!) { register(filter: { kind: [SITE], planningArea: { anyOf: [$id] } }) { totalCount nodes { name } } }`,
      { id: encodeId('pla', area) },
    );
    expect(errors).toBeUndefined();
    expect(data.register).toEqual({ totalCount: 3, nodes: HERE.map((name) => ({ name })) });
  });

  it('belongs, as a planning area too, to what came after its authority', async () => {
    await hub.database.pool.query(`update planning_area set local_authority_code = '996' where id = $1`, [
      area,
    ]);
    await hub.feed.sync();
    const { data } = await graph.ask<{ register: { nodes: { name: string }[] } }>(
      commissioner,
      `query ($id: ID!) { register(filter: { kind: [SITE], planningArea: { anyOf: [$id] } }) { nodes { name } } }`,
      { id: encodeId('pla', area) },
    );
    expect(data.register.nodes.map(({ name }) => name)).toEqual(HERE);
    const places = await hub.query<{ place: { localAuthority: object; planningArea: object } }>(
      '{ place(by: { postcode: "NR21 9AA" }) { localAuthority { code } planningArea { name } } }',
    );
    expect(places.data.place).toEqual({
      localAuthority: { code: '996' },
      planningArea: { name: 'Made of what was North Norfolk' },
    });
  });
});

describe('an authority of Scotland', () => {
  it('is said not to be among those that the hub has', async () => {
    const { data } = await hub.query<{ search: { userErrors: { message: string }[] } }>(
      '{ search(filter: { localAuthority: { anyOf: ["S12000036"] } }) { userErrors { message } } }',
    );
    expect(data.search.userErrors.map(({ message }) => message)).toEqual([
      expect.stringContaining('The council areas of Scotland are not among the local authorities of the hub'),
    ]);
    const entered = await graph.ask<{ providerCreate: { userErrors: { message: string }[] } }>(
      commissioner,
      `mutation { providerCreate(input: { name: "In Scotland", settingType: "OTH", registration: "UNREGISTERED",
         localAuthority: "S12000036", postcode: "EH1 1AA" }) { userErrors { message } } }`,
    );
    expect(entered.data.providerCreate.userErrors.map(({ message }) => message)).toEqual([
      expect.stringContaining('Choose an authority of England or Wales, or give the district.'),
    ]);
  });
});
