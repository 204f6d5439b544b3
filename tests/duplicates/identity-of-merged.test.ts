import type { Provider } from '../../src/features/provider/provider.entity.js';
import { type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';
import { both, duplicatesOf, idOf } from './ask.js';

let hub: TestHub;
let graph: Graph;
let duplicates: ReturnType<typeof duplicatesOf>;
askedHub((...started) => {
  [hub, graph] = started;
  duplicates = duplicatesOf(graph);
});

async function update({ id }: Provider, version: number, input: object) {
  const { data } = await graph.ask<{ providerUpdate: { userErrors: { code: string; field: string[] }[] } }>(
    both,
    `mutation ($id: ID!, $version: Int!, $input: ProviderUpdateInput!) {
      providerUpdate(id: $id, version: $version, input: $input) { userErrors { code field } } }`,
    { id: idOf({ id }), version, input },
  );
  return data.providerUpdate.userErrors;
}

const taken = (field: string) => [{ code: 'TAKEN', field: ['input', field] }];

describe('an entry that was merged', () => {
  it('does not block the one that takes its name', async () => {
    const from = await aProvider(hub, { name: 'Hobby Barn' });
    const into = await aProvider(hub, { name: 'Hobby Farm' });
    const merged = await duplicates.merge(from, into, { take: ['NAME'] });
    expect(merged).toMatchObject({ userErrors: [], provider: { version: 2 } });
    expect((await hub.providers.get(into.id))?.name).toBe('Hobby Barn');
    expect(await duplicates.split(from, merged.merged!.version)).toMatchObject({ userErrors: [] });
    expect((await hub.providers.get(into.id))?.name).toBe('Hobby Farm');
    expect((await hub.providers.get(from.id))?.name).toBe('Hobby Barn');
  });

  it('does not block the one that gets its name later, but blocks others', async () => {
    const from = await aProvider(hub, { name: 'Kite Barn' });
    const into = await aProvider(hub, { name: 'Kite Farm' });
    const third = await aProvider(hub, { name: 'Kite Yard' });
    const { merged } = await duplicates.merge(from, into);
    expect(await update(third, 1, { name: 'KITE BARN' })).toEqual(taken('name'));
    expect(await update(into, 1, { name: 'Kite Barn' })).toEqual([]);
    expect((await duplicates.split(from, merged!.version)).userErrors).toMatchObject([
      { code: 'BLOCKED', message: expect.stringContaining('setting type, name and postcode') },
    ]);
    expect(await update(into, 2, { name: 'Kite Farm' })).toEqual([]);
    expect(await duplicates.split(from, merged!.version)).toMatchObject({ userErrors: [] });
    expect(await update(into, 3, { name: 'Kite Barn' })).toEqual(taken('name'));
  });

  it('gives back what it gave though another one that was merged later gave the same, in whatever order they are split', async () => {
    const [one, other] = [
      await aProvider(hub, { name: 'Merlin Barn' }),
      await aProvider(hub, { name: 'Merlin Shed' }),
    ];
    const into = await aProvider(hub, { name: 'Merlin Farm' });
    const first = await duplicates.merge(one, into, { take: ['NAME'] });
    const second = await duplicates.merge(other, into, { take: ['NAME'], intoVersion: 2 });
    expect(await duplicates.split(one, first.merged!.version)).toMatchObject({ userErrors: [] });
    expect((await hub.providers.get(into.id))?.name).toBe('Merlin Shed');
    expect(await duplicates.split(other, second.merged!.version)).toMatchObject({ userErrors: [] });
    const names = [one, other, into].map(async ({ id }) => (await hub.providers.get(id))?.name);
    expect(await Promise.all(names)).toEqual(['Merlin Barn', 'Merlin Shed', 'Merlin Farm']);
  });

  it('whose URN is taken over may share its other numbers with the one that stays', async () => {
    const shared = { ukprn: '10077001', companyNumber: 'CD123456', charityNumber: '7654399' };
    const from = await aProvider(hub, { ...shared, urn: '199701' });
    const into = await aProvider(hub, { ...shared, urn: null });
    const merged = await duplicates.merge(from, into, { take: ['URN'] });
    expect(merged).toMatchObject({ userErrors: [], provider: { urn: '199701' } });
    const split = await duplicates.split(from, merged.merged!.version);
    expect(split).toMatchObject({ userErrors: [], restored: { urn: '199701' } });
  });

  it.each([
    ['urn', '199801', '199802'],
    ['ukprn', '10077101', '10077102'],
    ['companyNumber', 'EF100001', 'EF100002'],
    ['charityNumber', '7650001', '7650002'],
  ])('keeps its %s for the one that stands for it, through a chain', async (field, old, own) => {
    const from = await aProvider(hub, { [field]: old });
    const between = await aProvider(hub);
    const into = await aProvider(hub, { [field]: own });
    const third = await aProvider(hub);
    expect(await duplicates.merge(from, between)).toMatchObject({ userErrors: [] });
    expect(await duplicates.merge(between, into)).toMatchObject({ userErrors: [] });
    expect(await update(third, 1, { [field]: old })).toEqual(taken(field));
    await expect(aProvider(hub, { [field]: old })).rejects.toMatchObject({ problems: [{ code: 'TAKEN' }] });
    expect(await update(into, 1, { [field]: old })).toEqual([]);
    expect(await update(third, 1, { [field]: own })).toEqual([]);
  });

  it('has no steps, in the register’s list as in itself', async () => {
    const [from, into] = [await aProvider(hub), await aProvider(hub)];
    await duplicates.merge(from, into);
    const { data } = await graph.ask<{ register: { nodes: object[] }; registerEntry: object }>(
      both,
      `query ($id: ID!, $name: String!) {
        register(filter: { kind: [PROVIDER], state: [WITHDRAWN], text: $name }) { nodes { entryId steps mergedInto { id } } }
        registerEntry(id: $id) { entryId steps mergedInto { id } } }`,
      { id: idOf(from), name: from.name },
    );
    const entry = { entryId: idOf(from), steps: [], mergedInto: { id: idOf(into) } };
    expect(data.registerEntry).toEqual(entry);
    expect(data.register.nodes).toContainEqual(entry);
  });

  it('is one no more when the entry that it was merged into is removed', async () => {
    const [from, into] = [await aProvider(hub), await aProvider(hub)];
    await duplicates.merge(from, into);
    await hub.database.pool.query('delete from provider where id = $1', [into.id]);
    const { rows } = await hub.database.pool.query('select is_merged from provider where id = $1', [from.id]);
    expect(rows).toEqual([{ is_merged: false }]);
  });
});
