import { isNonNullType } from 'graphql';
import { Actor } from '../../src/features/identity/actor.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider } from '../support/builders.js';
import { holdable } from '../support/holds.js';
import { type TestHub } from '../support/hub.js';
import { documentOf, type Maker, type MakerIds, makersFor, mutationOf } from '../support/makers.js';

let hub: TestHub;
let graph: Graph;
let makers: readonly Maker[];
const actor = new Actor('administrator: test', ['administrator'], {
  everywhere: true,
  localAuthorities: new Set(),
  providers: new Set(),
});

askedHub(async (...started) => {
  [hub, graph] = started;
  const provider = await aProvider(hub);
  const offering = await anOffering(hub, provider);
  const { rows } = await hub.database.pool.query<{ id: string }>('select id from quality_framework');
  const ids = {
    provider: encodeId('prv', provider.id),
    offering: encodeId('off', offering.id),
    framework: encodeId('qfr', rows[0]!.id),
    review: '',
    vacancy: await holdable(hub),
  };
  const plan = makersFor(ids).find(({ table }) => table === 'quality_review')!;
  const { data, errors } = await make(plan, plan.variables('2027-03-01'), 'for its actions');
  expect(errors).toBeUndefined();
  makers = makersFor({ ...ids, review: Object.values(data)[0]!.made!.id });
});

interface Made {
  readonly made: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string[] | null }[];
}

function make(maker: Maker, variables: Record<string, unknown>, key: string) {
  return graph.ask<Record<string, Made>>(actor, documentOf(maker), { ...variables, key });
}

const count = async (table: string) =>
  (await hub.database.pool.query<{ n: number }>(`select count(*)::int n from ${table}`)).rows[0]!.n;

const nothing: MakerIds = { provider: '', offering: '', framework: '', review: '', vacancy: '' };
const tables = makersFor(nothing).map(({ table }) => table);

describe('a request that comes twice', () => {
  it.each(tables)('makes one %s, even at the same moment', async (table) => {
    const maker = makers.find((one) => one.table === table)!;
    const { variables } = maker;
    const name = mutationOf(maker);
    const before = await count(table);
    const twice = await Promise.all(
      [1, 2].map(() => make(maker, variables('2027-01-10'), `key of ${table}`)),
    );
    const [one, two] = twice.map(({ data, errors }) => {
      expect(errors).toBeUndefined();
      expect(data[name]).toMatchObject({ made: { id: expect.any(String) }, userErrors: [] });
      return data[name];
    });
    expect(two).toEqual(one);
    expect(await count(table)).toBe(before + 1);

    const other = await make(maker, variables('2027-02-10'), `key of ${table}`);
    expect(other.data[name]).toMatchObject({
      made: null,
      userErrors: [{ code: 'KEY_REUSED', field: ['idempotencyKey'] }],
    });
    expect(await count(table)).toBe(before + 1);

    if (table === 'quality_framework') return; // of which an authority has one draft at a time
    await make(maker, variables('2027-02-10'), `another key of ${table}`);
    expect(await count(table)).toBe(before + 2);
  });

  it('is provided for by every mutation that makes something', () => {
    const mutations = Object.values(hub.schema.getMutationType()!.getFields());
    const making = mutations.filter(({ name }) => /(Create|Plan|Add)$/.test(name));
    expect(making.length).toBeGreaterThan(10);
    const without = making.filter(({ args }) => {
      const key = args.find(({ name }) => name === 'idempotencyKey');
      return !key || isNonNullType(key.type);
    });
    // A key is shown once: a second request cannot return what the first one did. It creates another key, and two can exist.
    expect(without.map(({ name }) => name)).toEqual(['apiKeyCreate']);
  });
});
