import type { Actor } from '../../src/features/identity/actor.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider, aSite } from '../support/builders.js';
import { followed } from '../support/followed.js';
import { type TestHub } from '../support/hub.js';
import { both, duplicatesOf, idOf, suffolk, type UserError } from './ask.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});
beforeEach(async () => {
  await hub.database.pool.query('delete from provider');
});

interface Listed {
  readonly duplicates: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly id: string;
      readonly first: { readonly name: string };
      readonly second: { readonly name: string };
      readonly strength: string;
      readonly reasons: readonly { readonly kind: string }[];
      readonly dismissals: readonly { readonly reason: string }[];
    }[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}
async function list(actor: Actor, filter: object = {}, page: { first?: number; after?: string | null } = {}) {
  await followed(hub);
  const { data, errors } = await graph.ask<Listed>(
    actor,
    `query ($filter: DuplicateFilter, $first: Int, $after: String) { duplicates(filter: $filter, first: $first, after: $after) {
      totalCount nodes { id first { name } second { name } strength reasons { kind } dismissals { reason } }
      pageInfo { endCursor hasNextPage } } }`,
    { filter, first: 20, ...page },
  );
  return { names: data?.duplicates.nodes.map(namesOf), errors, ...data?.duplicates };
}
const namesOf = ({ first, second }: { first: { name: string }; second: { name: string } }) =>
  [first.name, second.name].sort().join(' = ');

async function settle(
  what: 'Dismiss' | 'Reinstate',
  one: Provider,
  other: Provider,
  actor = commissioner,
  reason = 'Two.',
) {
  const { data, errors } = await graph.ask<
    Record<string, { dismissals: { localAuthority: { code: string } }[] | null; userErrors: UserError[] }>
  >(
    actor,
    `mutation ($one: ID!, $other: ID!, $reason: String!) { duplicate${what}(one: $one, other: $other, reason: $reason) {
      dismissals { localAuthority { code } } userErrors { field code } } }`,
    { one: idOf(one), other: idOf(other), reason },
  );
  return {
    codes: data?.[`duplicate${what}`]?.dismissals?.map(({ localAuthority }) => localAuthority.code),
    errors,
    ...data?.[`duplicate${what}`],
  };
}

describe('the list of pairs', () => {
  it('is empty where nothing is alike, and follows every write, of any program', async () => {
    await aProvider(hub, { name: 'Alder House', postcode: 'NR1 1AA' });
    const other = await aProvider(hub, {
      name: 'Willow Barn',
      postcode: 'NR1 1AA',
      companyNumber: '01234567',
    });
    expect(await list(commissioner)).toMatchObject({ names: [], totalCount: 0 });
    await hub.providers.update(other.id, 1, { name: 'Alder House' });
    expect(await list(commissioner)).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          strength: 'STRONG',
          reasons: [{ kind: 'SIMILAR_NAME' }, { kind: 'SAME_POSTCODE' }],
          dismissals: [],
        },
      ],
    });
    await hub.database.pool.query(`update provider set postcode = 'NR9 9ZZ'  where id = $1`, [other.id]);
    expect((await list(commissioner)).names).toEqual([]);
    const site = await aSite(hub, other, { postcode: 'NR1 1AA' });
    expect((await list(commissioner)).names).toEqual(['Alder House = Alder House']);
    await hub.database.pool.query('delete from site where id = $1', [site.id]);
    expect((await list(commissioner)).names).toEqual([]);
    await hub.database.pool.query(`update provider set postcode = 'NR1 1AA' where id = $1`, [other.id]);
    expect((await list(commissioner)).names).toHaveLength(1);
    await hub.database.pool.query(`update provider set state = 'WITHDRAWN' where id = $1`, [other.id]);
    expect((await list(commissioner)).names).toEqual([]);
  });

  it('comes best first, in pages that hold every pair once', async () => {
    for (let i = 0; i < 8; i++) {
      await aProvider(hub, {
        name: `Alder House ${'x'.repeat(i)}`,
        postcode: 'NR1 1AA',
        companyNumber: `0123456${i}`,
      });
    }
    await aProvider(hub, { name: 'By number', postcode: 'NR5 5AA', ukprn: '10012345', urn: '199301' });
    await aProvider(hub, { name: 'Of that number', postcode: 'NR6 6AA', ukprn: '10012345' });
    const all = await list(commissioner, {}, { first: 100 });
    expect(all.totalCount).toBeGreaterThan(20);
    expect(all.totalCount).toBe(all.nodes?.length);
    const ids: string[] = [];
    let after: string | null | undefined = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(commissioner, {}, { first: 3, after });
      ids.push(...(page.nodes ?? []).map(({ id }) => id));
      after = page.pageInfo?.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(ids).toEqual(all.nodes?.map(({ id }) => id));
    const order = ['STRONG', 'LIKELY', 'POSSIBLE'];
    const strengths = all.nodes?.map(({ strength }) => order.indexOf(strength)) ?? [];
    expect(strengths).toEqual([...strengths].sort());
    const { errors } = await list(commissioner, {}, { after: 'nonsense' });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('shows each local authority its own, and of others what is listed', async () => {
    await aProvider(hub, { name: 'Norfolk draft', ukprn: '10011111', state: 'DRAFT' });
    await aProvider(hub, {
      name: 'Suffolk draft',
      ukprn: '10011111',
      urn: '199302',
      state: 'DRAFT',
      localAuthorityCode: '935',
    });
    await aProvider(hub, { name: 'Norfolk listed', ukprn: '10022222', postcode: 'NR3 3AA' });
    await aProvider(hub, {
      name: 'Suffolk listed',
      ukprn: '10022222',
      urn: '199303',
      localAuthorityCode: '935',
    });
    await aProvider(hub, { name: 'Suffolk one', ukprn: '10033333', localAuthorityCode: '935' });
    await aProvider(hub, {
      name: 'Suffolk two',
      ukprn: '10033333',
      urn: '199304',
      localAuthorityCode: '935',
    });
    const shared = 'Norfolk listed = Suffolk listed';
    expect(await list(commissioner)).toMatchObject({ names: [shared], totalCount: 1 });
    expect(await list(suffolk)).toMatchObject({ totalCount: 2 });
    const everything = await list(both);
    expect(everything.names?.sort()).toEqual(
      ['Norfolk draft = Suffolk draft', shared, 'Suffolk one = Suffolk two'].sort(),
    );
    expect(everything.totalCount).toBe(3);
    expect((await list(both, { localAuthority: { anyOf: ['926'] } })).totalCount).toBe(2);
    expect(await list(commissioner, { localAuthority: { anyOf: ['935'] } })).toMatchObject({
      names: [],
      totalCount: 0,
    });
    const administrator = anActor('administrator');
    Object.assign(administrator.reach, { everywhere: true });
    expect((await list(administrator)).totalCount).toBe(3);
    expect((await list(administrator, { localAuthority: { anyOf: ['935'] } })).totalCount).toBe(3);
    expect((await list(commissioner, { localAuthority: { anyOf: ['000'] } })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    for (const role of ['provider_editor', 'school', 'public'] as const) {
      expect((await list(anActor(role, { localAuthorities: ['926'] }))).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
    }
  });

  it('loses a pair that is merged, and gets it back when it is split', async () => {
    const one = await aProvider(hub, { name: 'Alder House', ukprn: '10012345', urn: '199305' });
    const other = await aProvider(hub, { name: 'Alder House', ukprn: '10012345' });
    expect((await list(commissioner)).totalCount).toBe(1);
    const duplicates = duplicatesOf(graph);
    const { merged } = await duplicates.merge(one, other);
    expect((await list(commissioner)).totalCount).toBe(0);
    await duplicates.split(one, merged!.version);
    expect((await list(commissioner)).totalCount).toBe(1);
  });
});

describe('a pair', () => {
  it('that is set aside does not come back, however it changes, until it is brought back', async () => {
    const one = await aProvider(hub, { name: 'Alder House', ukprn: '10012345', urn: '199306' });
    const other = await aProvider(hub, { name: 'Alder House', ukprn: '10012345' });
    expect(await settle('Dismiss', one, other)).toMatchObject({ codes: ['926'], userErrors: [] });
    expect(await settle('Dismiss', other, one)).toMatchObject({ codes: ['926'], userErrors: [] });
    await hub.providers.update(other.id, 1, { name: 'Alder Houses' });
    expect((await list(commissioner)).totalCount).toBe(0);
    expect(await list(commissioner, { dismissed: true })).toMatchObject({
      totalCount: 1,
      nodes: [{ dismissals: [{ reason: 'Two.' }] }],
    });
    expect(await settle('Reinstate', one, other)).toMatchObject({ codes: ['926'], userErrors: [] });
    expect(await settle('Reinstate', one, other)).toMatchObject({ codes: [], userErrors: [] });
    expect((await list(commissioner)).totalCount).toBe(1);
    const { rows } = await hub.database.pool.query(
      `select operation, actor, reason from change where table_name = 'duplicate_dismissal' and parent_id = any($1) order by id`,
      [[one.id, other.id]],
    );
    expect(rows).toEqual([
      { operation: 'INSERT', actor: 'commissioner: test', reason: 'Two.' },
      { operation: 'DELETE', actor: 'commissioner: test', reason: 'Two.' },
    ]);
  });

  it('of two local authorities is set aside by each for itself; by two at a time once', async () => {
    const norfolk = await aProvider(hub, { name: 'Norfolk', ukprn: '10012345', urn: '199307' });
    const theirs = await aProvider(hub, { name: 'Suffolk', ukprn: '10012345', localAuthorityCode: '935' });
    const twice = await Promise.all([settle('Dismiss', norfolk, theirs), settle('Dismiss', theirs, norfolk)]);
    expect(twice.map(({ codes, userErrors }) => [codes, userErrors])).toEqual([
      [['926'], []],
      [['926'], []],
    ]);
    expect((await list(commissioner)).totalCount).toBe(0);
    expect((await list(suffolk)).totalCount).toBe(1);
    expect(await settle('Dismiss', norfolk, theirs, both)).toMatchObject({ codes: ['926', '935'] });
    expect((await list(suffolk)).totalCount).toBe(0);
  });

  it('is set aside by those who decide there, of entries that they may see, with a reason', async () => {
    const norfolk = await aProvider(hub, { name: 'Norfolk', ukprn: '10012345', urn: '199308' });
    const draft = await aProvider(hub, {
      name: 'Suffolk',
      ukprn: '10012345',
      localAuthorityCode: '935',
      state: 'DRAFT',
    });
    const theirs = await aProvider(hub, { name: 'Suffolk, too', localAuthorityCode: '935' });
    expect((await settle('Dismiss', norfolk, draft)).userErrors).toMatchObject([
      { field: ['other'], code: 'NOT_FOUND' },
    ]);
    expect((await settle('Dismiss', norfolk, norfolk)).userErrors).toMatchObject([{ code: 'INVALID' }]);
    expect((await settle('Dismiss', norfolk, theirs, commissioner, ' ')).userErrors).toMatchObject([
      { field: ['reason'], code: 'INVALID' },
    ]);
    const officer = anActor('quality_officer', { localAuthorities: ['926'] });
    expect((await settle('Dismiss', norfolk, theirs, officer)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    const elsewhere = anActor('commissioner', { localAuthorities: ['873'] });
    expect((await settle('Dismiss', norfolk, theirs, elsewhere)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
  });
});
