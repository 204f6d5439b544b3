import 'reflect-metadata';
import { v7 as uuidv7 } from 'uuid';
import { Forbidden } from '../../src/platform/errors.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { NodeRegistry, NodeResolver } from '../../src/platform/graphql/node.js';
import { addPlanningArea } from '../place/places.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
/** Type of the graph and opaque id of one record of each kind. */
const one: Record<string, string> = {};
beforeAll(async () => {
  hub = await startTestHub();
  const provider = await aProvider(hub);
  const site = await aSite(hub, provider);
  const offering = await anOffering(hub, provider, { siteIds: [site.id] });
  const vacancy = await aVacancy(hub, offering);
  const area = await addPlanningArea(hub.database.pool, 'Coast', { districts: ['E07000147'] });
  await hub.feed.sync();
  one.Provider = encodeId('prv', provider.id);
  one.Site = encodeId('sit', site.id);
  one.Offering = encodeId('off', offering.id);
  one.Vacancy = encodeId('vac', vacancy.id);
  one.PlanningArea = encodeId('pla', area);
});
afterAll(() => hub.stop());

type Node = { readonly __typename: string; readonly id: string } | null;

async function node(id: string): Promise<Node> {
  const { data, errors } = await hub.query<{ node: Node }>(
    'query ($id: ID!) { node(id: $id) { __typename id } }',
    {
      id,
    },
  );
  expect(errors).toBeUndefined();
  return data.node;
}
function nodes(ids: readonly string[]) {
  return hub.query<{ nodes: Node[] }>('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids });
}

describe('node', () => {
  it.each(['Provider', 'Site', 'Offering', 'Vacancy', 'PlanningArea'])(
    'finds a %s by its id',
    async (type) => {
      expect(await node(one[type]!)).toEqual({ __typename: type, id: one[type] });
    },
  );

  it.each([
    ['empty', ''],
    ['too short', 'prv_'],
    ['of no kind', 'xyz_AZqXk1Nse4ybBkPGx3X2AA'],
    ['a UUID', '01902f3b-7c1d-7000-8000-000000000000'],
    ['with characters that none has', 'prv_AZqXk1Nse4ybBkPGx3X2A!'],
    ['not in its one form', 'prv_AZqXk1Nse4ybBkPGx3X2AB'],
    ['followed by something', 'prv_AZqXk1Nse4ybBkPGx3X2AA '],
    ['of Object', '__proto__'],
    ['very long', `prv_${'A'.repeat(5_000)}`],
    ['of a record that does not exist', encodeId('prv', uuidv7())],
    ['of a vacancy that does not exist', encodeId('vac', uuidv7())],
  ])('is null for an id that is %s', async (_what, id) => {
    expect(await node(id)).toBeNull();
  });

  it('is null for the id of another kind with the same UUID', async () => {
    expect(await node(one.Provider!.replace('prv', 'off'))).toBeNull();
  });

  it('is null once the record is deleted', async () => {
    const provider = await aProvider(hub);
    const id = encodeId('prv', provider.id);
    expect(await node(id)).not.toBeNull();
    await hub.database.pool.query('delete from provider where id = $1', [provider.id]);
    await hub.feed.sync();
    expect(await node(id)).toBeNull();
  });
});

describe('nodes', () => {
  it('come in the order of their ids, null where there is none, and as often as asked for', async () => {
    const ids = [one.Vacancy!, 'nonsense', one.Provider!, one.Vacancy!, encodeId('sit', uuidv7())];
    const { data } = await nodes(ids);
    expect(data.nodes).toEqual([
      { __typename: 'Vacancy', id: one.Vacancy },
      null,
      { __typename: 'Provider', id: one.Provider },
      { __typename: 'Vacancy', id: one.Vacancy },
      null,
    ]);
  });

  it('of no ids are none', async () => {
    expect((await nodes([])).data).toEqual({ nodes: [] });
  });

  it('may be a hundred, and more are refused rather than left out', async () => {
    const hundred = Array.from({ length: 100 }, () => one.Provider!);
    expect((await nodes(hundred)).data.nodes).toHaveLength(100);
    const { errors } = await nodes([...hundred, one.Provider!]);
    expect(errors?.[0]?.message).toMatch(/100/);
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});

describe('an id that is named often', () => {
  it('is read once', async () => {
    const read: string[] = [];
    class Thing {
      constructor(readonly id: string) {}
    }
    const registry = new NodeRegistry();
    const load = async (id: string) => {
      read.push(id);
      return new Thing(id);
    };
    registry.add({ prefix: 'thg', typeName: 'Thing', entity: Thing as never, load });
    const [one, two] = [uuidv7(), uuidv7()];
    const ids = Array.from({ length: 100 }, (_, n) => encodeId('thg', n % 2 ? one : two));
    const found = await new NodeResolver(registry).nodes(ids, {});
    expect(found.map((thing) => (thing as Thing).id)).toEqual(ids.map((_, n) => (n % 2 ? one : two)));
    expect(read).toEqual([two, one]);
  });

  it('is read with the others of its kind where not everybody may see them, and is null where it is hidden', async () => {
    const read: (readonly string[])[] = [];
    class Secret {
      constructor(readonly id: string) {}
    }
    const registry = new NodeRegistry();
    const loadAll = async (ids: readonly string[], { actor }: { actor: string }) => {
      read.push(ids);
      if (actor === 'nobody') throw new Forbidden('This needs a permission.');
      return ids.slice(1).map((id) => new Secret(id));
    };
    registry.add({ prefix: 'sec', typeName: 'Secret', entity: Secret as never, loadAll });
    const uuids = [uuidv7(), uuidv7(), uuidv7()];
    const ids = [...uuids, uuids[2]!].map((id) => encodeId('sec', id));
    const nodes = await new NodeResolver(registry).nodes(ids, { actor: 'someone' });
    expect(nodes.map((node) => (node as Secret | null)?.id ?? null)).toEqual([
      null,
      uuids[1],
      uuids[2],
      uuids[2],
    ]);
    expect(read).toEqual([uuids]);
    expect(await new NodeResolver(registry).nodes(ids, { actor: 'nobody' })).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(await new NodeResolver(registry).node(ids[0]!, { actor: 'nobody' })).toBeNull();
  });
});
