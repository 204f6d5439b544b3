import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
  for (const name of ['Beech', 'Ash', 'Cedar', 'Ash']) {
    const provider = await aProvider(hub, { name, postcode: null, ukprn: `1000000${++serial}` });
    await anOffering(hub, provider, { title: `${name} days` });
  }
  // Some were changed in the same microsecond, others within one millisecond.
  for (const table of ['provider', 'offering']) {
    await hub.database.pool.query(
      `update ${table} t set updated_at = timestamptz '2026-11-01T10:00:00Z' + (n.i / 2) * interval '1 microsecond'
         from (select id, row_number() over (order by id desc) - 1 as i from ${table}) n where n.id = t.id`,
    );
  }
  await hub.feed.sync();
});
afterAll(() => hub.stop());
let serial = 0;

interface Listed {
  readonly nodes: { id: string }[];
  readonly pageInfo: { endCursor: string | null; hasNextPage: boolean };
}
const lists = {
  providers: { name: 'NAME', type: 'ProviderSort', orders: 'name collate "C"' },
  offerings: { name: 'TITLE', type: 'OfferingSort', orders: 'title collate "C"' },
} as const;

async function page(list: keyof typeof lists, sort: string | null, after: string | null) {
  const { data, errors } = await hub.query<{ list: Listed }>(
    `query ($sort: ${lists[list].type}, $after: String) {
      list: ${list}(first: 1, sort: $sort, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }`,
    { sort, after },
  );
  return { list: data?.list, errors };
}

describe.each(Object.keys(lists) as (keyof typeof lists)[])('%s(sort)', (list) => {
  const { name, orders } = lists[list];
  const sorts: Readonly<Record<string, string>> = {
    [`${name}_ASC`]: `${orders}, id`,
    [`${name}_DESC`]: `${orders} desc, id desc`,
    UPDATED_AT_ASC: 'updated_at, id',
    UPDATED_AT_DESC: 'updated_at desc, id desc',
  };

  it.each(Object.keys(sorts))('%s reads each once, in that order', async (sort) => {
    const { rows } = await hub.database.pool.query<{ id: string }>(
      `select id from ${list.slice(0, -1)} order by ${sorts[sort]}`,
    );
    const found: string[] = [];
    for (let after: string | null = null; ; ) {
      const { list: one, errors } = await page(list, sort, after);
      expect(errors).toBeUndefined();
      found.push(...(one?.nodes.map(({ id }) => id) ?? []));
      after = one?.pageInfo.endCursor ?? null;
      if (!one?.pageInfo.hasNextPage) break;
    }
    const prefix = list === 'providers' ? 'prv' : 'off';
    expect(found).toEqual(rows.map(({ id }) => encodeId(prefix, id)));
  });

  it('takes no cursor of another order', async () => {
    for (const of of Object.keys(sorts)) {
      const { list: one } = await page(list, of, null);
      for (const sort of [...Object.keys(sorts), null].filter((other) => (other ?? `${name}_ASC`) !== of)) {
        const { errors } = await page(list, sort, one?.pageInfo.endCursor ?? null);
        expect([of, sort, errors?.[0]?.extensions?.problems]).toMatchObject([
          of,
          sort,
          [{ field: ['after'], code: 'INVALID_CURSOR' }],
        ]);
      }
    }
  });
});
