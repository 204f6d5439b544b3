import { encodeId } from '../../src/platform/graphql/global-id.js';
import { actorOf } from '../memory/asking.js';
import { type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider } from '../support/builders.js';
import { holdable } from '../support/holds.js';
import { type TestHub } from '../support/hub.js';
import { type Maker, type MakerIds, makersFor, mutationOf } from '../support/makers.js';

/** A request with an idempotency key is the same as an earlier one when the same was sent: all of it, and nothing else counts. */

let hub: TestHub;
let graph: Graph;
let ids: MakerIds;
askedHub(async (...started) => {
  [hub, graph] = started;
  ids = await freshIds();
});

const administrator = actorOf('administrator');

interface Made {
  readonly made: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string[] | null }[];
}

/** Sends a request with everything that its mutation takes, all of it as variables. */
async function send(maker: Maker, given: Readonly<Record<string, unknown>>): Promise<Made> {
  const name = mutationOf(maker);
  const { args } = hub.schema.getMutationType()!.getFields()[name]!;
  const own = args.filter((arg) => arg.name in given);
  const { data, errors } = await graph.ask<Record<string, Made>>(
    administrator,
    `mutation (${own.map((arg) => `$${arg.name}: ${arg.type}`).join(', ')}) {
      ${name}(${own.map((arg) => `${arg.name}: $${arg.name}`).join(', ')}) {
        made: ${maker.key} { id } userErrors { code field } } }`,
    given,
  );
  expect([name, errors]).toEqual([name, undefined]);
  return data[name]!;
}

async function freshIds(): Promise<MakerIds> {
  const provider = await aProvider(hub);
  const offering = await anOffering(hub, provider);
  const { rows } = await hub.database.pool.query<{ id: string }>(
    'select id from quality_framework where local_authority_code is null limit 1',
  );
  const made = {
    provider: encodeId('prv', provider.id),
    offering: encodeId('off', offering.id),
    framework: encodeId('qfr', rows[0]!.id),
    review: '',
    vacancy: await holdable(hub),
  };
  const plan = makersFor(made).find((maker) => mutationOf(maker) === 'qualityReviewPlan')!;
  return { ...made, review: (await send(plan, plan.variables('2027-09-01'))).made!.id };
}

const nothing: MakerIds = { provider: '', offering: '', framework: '', review: '', vacancy: '' };
const names = makersFor(nothing).map(mutationOf);
const makerOf = (name: string, of = ids) => makersFor(of).find((maker) => mutationOf(maker) === name)!;

/** Two values of each argument other than the input. */
const otherArguments: Readonly<Record<string, (other: MakerIds) => readonly [unknown, unknown]>> = {
  reason: () => ['Because.', 'For another reason.'],
  confirmedForDays: () => [7, 28],
  provider: (other) => [ids.provider, other.provider],
  review: (other) => [ids.review, other.review],
};

const refused = { made: null, userErrors: [{ code: 'KEY_REUSED', field: ['idempotencyKey'] }] };

describe('a request that is sent again', () => {
  it.each(names)('is another one when anything that was sent is another: %s', async (name) => {
    const maker = makerOf(name);
    const other = await freshIds();
    const { args } = hub.schema.getMutationType()!.getFields()[name]!;
    const extra = args.filter((arg) => arg.name !== 'input' && arg.name !== 'idempotencyKey');
    const values = Object.fromEntries(extra.map((arg) => [arg.name, otherArguments[arg.name]!(other)[0]]));
    const first = { ...maker.variables('2027-01-11'), ...values, idempotencyKey: `all of ${name}` };
    const { made, userErrors } = await send(maker, first);
    expect(userErrors).toEqual([]);
    expect(await send(maker, first)).toEqual({ made, userErrors: [] });
    for (const { name: argument } of extra) {
      const changed = await send(maker, { ...first, [argument]: otherArguments[argument]!(other)[1] });
      expect([argument, changed]).toEqual([argument, refused]);
    }
    expect(await send(maker, { ...first, ...{ input: maker.variables('2027-02-12').input } })).toEqual(
      refused,
    );
  });

  it.each(names.filter((name) => name !== 'qualityFrameworkCreate'))(
    'after what it made was removed says so: %s',
    async (name) => {
      const maker = makerOf(name);
      const given = { ...maker.variables('2027-03-13'), idempotencyKey: `removed ${name}` };
      expect((await send(maker, given)).userErrors).toEqual([]);
      await hub.database.pool.query(
        `delete from ${maker.table} where id = (select result_id from idempotency_key where key = $1)`,
        [given.idempotencyKey],
      );
      const again = await send(maker, given);
      expect(again).toMatchObject({ made: null, userErrors: [{ code: 'NOT_FOUND' }] });
    },
  );

  it('makes one site, though the centre of its sector has moved meanwhile', async () => {
    const maker = makerOf('siteCreate');
    const given = { ...maker.variables('2027-04-14'), idempotencyKey: 'sector' };
    const first = await send(maker, given);
    await hub.database.pool.query(
      `update postcode_sector set latitude = latitude + 0.01 where sector = 'NR21 9'`,
    );
    expect(await send(maker, given)).toEqual(first);
    await hub.database.pool.query(
      `update postcode_sector set latitude = latitude - 0.01 where sector = 'NR21 9'`,
    );
  });
});
