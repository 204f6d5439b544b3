import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

/** Changed values are shown as people read them: with labels, and with no id that is not of the graph. */

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/;

interface Values {
  readonly values: readonly { readonly value: string; readonly label: string }[];
}
interface Change {
  readonly field: string;
  readonly from: Values;
  readonly to: Values;
}

async function ask<T>(document: string, variables: object, actor = commissioner): Promise<T> {
  const { data, errors } = await graph.ask<T>(actor, document, { ...variables });
  expect(errors).toBeUndefined();
  expect(JSON.stringify(data)).not.toMatch(UUID);
  return data;
}

async function changesOf(id: string): Promise<Change[]> {
  const { history } = await ask<{ history: { nodes: { changes: Change[] }[] } }>(
    `query ($id: ID!) { history(id: $id, withParts: true, first: 100) {
       nodes { changes { field from { values { value label } } to { values { value label } } } } } }`,
    { id },
  );
  return history.nodes.flatMap(({ changes }) => changes);
}
const plain = (value: string) => ({ value, label: value });

describe('a change in the history', () => {
  it('has values with labels: of codes, areas, sites that were removed, answers, numbers and texts', async () => {
    const provider = await aProvider(hub, { name: 'Labelled', settingType: 'OTH' });
    const site = await aSite(hub, provider, { name: 'The old boathouse' });
    const offering = await anOffering(hub, provider, { siteIds: [site.id], primaryNeeds: ['SEMH'] });
    await hub.offerings.update(offering.id, 1, {
      primaryNeeds: ['ASD', 'SEMH'],
      groupSize: 6,
      beforeExclusion: true,
      siteIds: [],
    });
    await hub.database.pool.query('delete from site where id = $1', [site.id]);
    const changes = await changesOf(encodeId('prv', provider.id));
    const lastOf = (field: string) => changes.find((change) => change.field === field);
    const siteValue = { value: encodeId('sit', site.id), label: 'The old boathouse' };
    const asked = await changesOf(encodeId('off', offering.id));
    expect(asked.filter(({ field }) => field === 'sites')).toEqual([
      { field: 'sites', from: { values: [siteValue] }, to: { values: [] } },
      { field: 'sites', from: { values: [] }, to: { values: [siteValue] } },
    ]);
    const semh = { value: 'SEMH', label: 'Social, emotional and mental health' };
    expect(lastOf('primaryNeeds')).toEqual({
      field: 'primaryNeeds',
      from: { values: [semh] },
      to: { values: [{ value: 'ASD', label: expect.stringMatching(/autis/i) }, semh] },
    });
    expect(lastOf('groupSize')?.to.values).toEqual([plain('6')]);
    expect(lastOf('beforeExclusion')).toMatchObject({
      from: { values: [] },
      to: { values: [{ value: 'true', label: 'Yes' }] },
    });
    expect(changes.find(({ field }) => field === 'localAuthority')?.to.values).toEqual([
      { value: '926', label: 'Norfolk' },
    ]);
    expect(
      changes
        .find(({ field }) => field === 'provider')
        ?.from.values.concat(changes.find(({ field }) => field === 'provider')?.to.values ?? []),
    ).toContainEqual({ value: encodeId('prv', provider.id), label: 'Labelled' });
  });

  it('has them in what was known at a time too, which says since when anything is', async () => {
    const provider = await aProvider(hub, { settingType: 'OTH' });
    const site = await aSite(hub, provider, { name: 'Mill house' });
    const offering = await anOffering(hub, provider, { siteIds: [site.id] });
    const FIELDS = 'fields { field values { value label } }';
    const told = await ask<{
      offeringAsOf: {
        knownSince: string;
        record: { fields: (Values & { field: string })[] };
        parts: { knownSince: string };
      };
      registerAsOf: { knownSince: string; nodes: object[] };
      early: { knownSince: string; nodes: object[] };
      registerKnownSince: string;
    }>(
      `query ($id: ID!) {
         offeringAsOf(id: $id, at: "2100-01-01T00:00:00Z") { knownSince record { ${FIELDS} } parts { knownSince } }
         registerAsOf(at: "2100-01-01T00:00:00Z") { knownSince nodes { ${FIELDS} } }
         early: registerAsOf(at: "2000-01-01T00:00:00Z") { knownSince nodes { ${FIELDS} } }
         registerKnownSince }`,
      { id: encodeId('off', offering.id) },
    );
    const fieldOf = (name: string) =>
      told.offeringAsOf.record.fields.find(({ field }) => field === name)?.values;
    expect(fieldOf('sites')).toEqual([{ value: encodeId('sit', site.id), label: 'Mill house' }]);
    expect(fieldOf('provider')).toEqual([{ value: encodeId('prv', provider.id), label: provider.name }]);
    expect(told.offeringAsOf.parts.knownSince).toBe(told.offeringAsOf.knownSince);
    expect(told.registerKnownSince).toMatch(/^20/);
    expect([told.registerAsOf.knownSince, told.early.knownSince]).toEqual([
      told.registerKnownSince,
      told.registerKnownSince,
    ]);
    expect([told.registerAsOf.nodes.length > 0, told.early.nodes]).toEqual([true, []]);
  });
});

describe('a change request', () => {
  it('names fields and ids as the inputs do, and what people call them', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider, { name: 'Quayside' });
    const offering = await anOffering(hub, provider);
    const editor = anActor('provider_editor', { providers: [provider.id] });
    const { offeringUpdate } = await ask<{
      offeringUpdate: { changeRequest: { id: string; fields: object[] } };
    }>(
      `mutation ($id: ID!, $sites: [ID!]) { offeringUpdate(id: $id, version: 1, input: { sites: $sites, tier: "TIER_3" }) {
         changeRequest { id fields { field from to fromValues { value label } toValues { value label } } }
         userErrors { message } } }`,
      { id: encodeId('off', offering.id), sites: [encodeId('sit', site.id)] },
      editor,
    );
    const siteId = encodeId('sit', site.id);
    expect(offeringUpdate.changeRequest.fields).toEqual(
      expect.arrayContaining([
        {
          field: 'sites',
          from: '[]',
          to: JSON.stringify([siteId]),
          fromValues: [],
          toValues: [{ value: siteId, label: 'Quayside' }],
        },
        {
          field: 'tier',
          from: '"TIER_2"',
          to: '"TIER_3"',
          fromValues: [{ value: 'TIER_2', label: 'Tier 2: time-limited placement' }],
          toValues: [{ value: 'TIER_3', label: expect.stringContaining('Tier 3') }],
        },
      ]),
    );
    const { changeRequestApprove } = await ask<{ changeRequestApprove: object }>(
      `mutation ($id: ID!) { changeRequestApprove(id: $id, version: 1, fields: ["sites"], reason: "Not the tier.") {
         changeRequest { state approvedFields } userErrors { message } } }`,
      { id: offeringUpdate.changeRequest.id },
    );
    expect(changeRequestApprove).toEqual({
      changeRequest: { state: 'PARTLY_APPROVED', approvedFields: ['sites'] },
      userErrors: [],
    });
  });
});
