import { encodeId } from '../../src/platform/graphql/global-id.js';
import { addPlanningArea } from '../place/places.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider } from '../support/builders.js';
import type { TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
let area: string;
askedHub(async (...started) => {
  [hub, graph] = started;
  const id = await addPlanningArea(hub.database.pool, 'Fakenham and around', { sectors: ['NR21 9'] });
  await hub.feed.sync();
  area = `PLANNING_AREA:${encodeId('pla', id)}`;
});

const UPDATE = `mutation ($id: ID!, $areas: [String!]) {
  offeringUpdate(id: $id, version: 1, input: { areasServed: $areas }) {
    offering { id areasServed } changeRequest { fields { field to } } userErrors { field code }
  }
}`;

describe('a planning area that an offering serves', () => {
  it('is written, read and remembered by the id that clients know', async () => {
    const provider = await aProvider(hub);
    const offering = await anOffering(hub, provider, { deliveryModes: ['OUTREACH'] });
    const id = encodeId('off', offering.id);
    const areas = [area, 'LA:926'];
    const { data } = await graph.ask(commissioner, UPDATE, { id, areas });
    expect(data).toMatchObject({ offeringUpdate: { offering: { areasServed: areas }, userErrors: [] } });
    const read = await graph.ask(
      commissioner,
      `query ($id: ID!) { node(id: $id) { ... on Offering { areasServed } }
        known: planningAreas(localAuthority: "926") { id }
        history(id: $id) { nodes { changes { field to { value values { value label } } } } } }`,
      { id },
    );
    expect(read.errors).toBeUndefined();
    expect(read.data).toMatchObject({
      node: { areasServed: areas },
      known: [{ id: area.replace('PLANNING_AREA:', '') }],
    });
    expect(JSON.stringify(read.data)).not.toMatch(/PLANNING_AREA:[0-9a-f]{8}-/);
  });

  it('is asked for by the same id', async () => {
    const provider = await aProvider(hub);
    const offering = await anOffering(hub, provider, { deliveryModes: ['OUTREACH'] });
    const editor = anActor('provider_editor', { providers: [provider.id] });
    const { data } = await graph.ask(editor, UPDATE, { id: encodeId('off', offering.id), areas: [area] });
    expect(data).toMatchObject({
      offeringUpdate: {
        changeRequest: { fields: [{ field: 'areasServed', to: JSON.stringify([area]) }] },
        userErrors: [],
      },
    });
  });

  it('is refused by an id of something else', async () => {
    const provider = await aProvider(hub);
    const offering = await anOffering(hub, provider, { deliveryModes: ['OUTREACH'] });
    const id = encodeId('off', offering.id);
    const { data } = await graph.ask(commissioner, UPDATE, { id, areas: [`PLANNING_AREA:${id}`] });
    expect(data).toMatchObject({
      offeringUpdate: { offering: null, userErrors: [{ field: ['input', 'areasServed', '0'] }] },
    });
  });
});
