import { encodeId } from '../../src/platform/graphql/global-id.js';
import { actorOf } from '../memory/asking.js';
import { type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider, aSite } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

const administrator = actorOf('administrator');

interface Answer {
  readonly result: { readonly version: number } | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

async function send(document: string, variables: object = {}): Promise<Answer> {
  const { data, errors } = await graph.ask<Record<string, Answer>>(administrator, document, { ...variables });
  expect(errors).toBeUndefined();
  return Object.values(data)[0]!;
}

describe('a site whose postcode is said again', () => {
  const stored = async (id: string) =>
    (
      await hub.database.pool.query(
        'select latitude, longitude, position_precision, district_code, version from site where id = $1',
        [id],
      )
    ).rows[0];

  it('stays at its very place, whatever else changes, and moves with another postcode', async () => {
    const provider = await aProvider(hub);
    const at = { latitude: 52.85123, longitude: 0.81234, positionPrecision: 'POINT' as const };
    const site = await aSite(hub, provider, { ...at, externalReference: 'S-1' });
    const id = encodeId('sit', site.id);
    const point = {
      latitude: 52.85123,
      longitude: 0.81234,
      position_precision: 'POINT',
      district_code: 'E07000147',
    };
    const update = (version: number, input: string) =>
      send(
        `mutation ($id: ID!, $version: Int!) { siteUpdate(id: $id, version: $version, input: ${input}) {
          result: site { version } userErrors { code message } } }`,
        { id, version },
      );

    expect(await update(1, '{ postcode: "NR21 9AA" }')).toEqual({ result: { version: 1 }, userErrors: [] });
    expect(await stored(site.id)).toEqual({ ...point, version: 1 });
    await update(1, '{ postcode: "NR21 9AA", name: "Renamed" }');
    expect(await stored(site.id)).toEqual({ ...point, version: 2 });
    const upserted = await graph.ask<Record<string, { results: { outcome: string }[] }>>(
      administrator,
      `mutation ($provider: ID!) { sitesUpsert(inputs: [{ provider: $provider, name: "Renamed", postcode: "NR21 9AA",
        externalReference: "S-1", town: "Fakenham" }]) { results { outcome } } }`,
      { provider: encodeId('prv', provider.id) },
    );
    expect(upserted.data.sitesUpsert!.results).toEqual([{ outcome: 'UPDATED' }]);
    expect(await stored(site.id)).toEqual({ ...point, version: 3 });
    await update(3, '{ postcode: "NR1 3AA" }');
    expect(await stored(site.id)).toMatchObject({ position_precision: 'SECTOR', district_code: 'E07000148' });
  });
});

describe('a version that is gone', () => {
  it('makes no contact, and changes none that was made since', async () => {
    const provider = encodeId('prv', (await aProvider(hub)).id);
    const set = (telephone: string, version?: number) =>
      send(
        `mutation ($provider: ID!, $version: Int, $telephone: String) {
          contactSet(provider: $provider, version: $version, input: { role: FINANCE, audience: PUBLIC, telephone: $telephone }) {
            result: contact { version } userErrors { code message } } }`,
        { provider, telephone, version },
      );
    const remove = (version: number) =>
      send(
        `mutation ($provider: ID!, $version: Int!) {
          contactRemove(provider: $provider, role: FINANCE, audience: PUBLIC, version: $version) {
            result: contact { version } userErrors { code message } } }`,
        { provider, version },
      );
    expect(await set('01603 000001')).toMatchObject({ result: { version: 1 } });
    expect(await remove(1)).toMatchObject({ userErrors: [] });
    expect(await set('01603 000002', 1)).toMatchObject({ result: null, userErrors: [{ code: 'CONFLICT' }] });
    expect(await set('01603 000003')).toMatchObject({ result: { version: 2 } });
    expect(await set('01603 000004', 1)).toMatchObject({ result: null, userErrors: [{ code: 'CONFLICT' }] });
    expect(await remove(1)).toMatchObject({ result: null, userErrors: [{ code: 'CONFLICT' }] });
    expect(await set('01603 000005', 2)).toMatchObject({ result: { version: 3 } });
  });
});
