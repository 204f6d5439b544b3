import { Actor } from '../../src/features/identity/actor.js';
import type { Role } from '../../src/features/identity/permissions.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider } from '../support/builders.js';
import { holdable } from '../support/holds.js';
import { type TestHub } from '../support/hub.js';
import { documentOf, type Maker, type MakerIds, makersFor, mutationOf } from '../support/makers.js';

/**
 * A request that is repeated by its key is asked for permission and reach again: what it created before is returned only to callers
 * who could create it now. This calls the services directly, without the check of the document that usually comes first.
 */

let hub: TestHub;
let graph: Graph;
let ids: MakerIds;
/** Draft entries: nobody sees them but those who keep them. */
let provider: Awaited<ReturnType<typeof aProvider>>;
askedHub(async (...started) => {
  [hub, graph] = started;
  provider = await aProvider(hub, { state: 'DRAFT' });
  const offering = await anOffering(hub, provider, { state: 'DRAFT' });
  const { rows } = await hub.database.pool.query<{ id: string }>('select id from quality_framework');
  ids = {
    provider: encodeId('prv', provider.id),
    offering: encodeId('off', offering.id),
    framework: encodeId('qfr', rows[0]!.id),
    review: '',
    vacancy: await holdable(hub),
  };
  const review = await make(holder(), makerOf('qualityReviewPlan'), '2027-03-01', 'for its actions');
  ids = { ...ids, review: review.made!.id };
});

const everywhere = { everywhere: true, localAuthorities: new Set<string>(), providers: new Set<string>() };
const within = (localAuthorities: string[], providers: string[] = []) => ({
  everywhere: false,
  localAuthorities: new Set(localAuthorities),
  providers: new Set(providers),
});
/** The same name each time: keys are kept by it. */
const named = (roles: Role[], reach: Actor['reach'], scopes?: string[]) =>
  new Actor('client: portal', roles, reach, scopes);
const holder = () => named(['administrator'], everywhere);

const makerOf = (name: string): Maker => makersFor(ids).find((maker) => mutationOf(maker) === name)!;

interface Made {
  readonly made: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string[] | null; message: string }[];
}

/** What comes of a request: what was made, or why nothing was. */
async function make(actor: Actor, maker: Maker, day: string, key: string) {
  const { data, errors = [] } = await graph.ask<Record<string, Made> | null>(actor, documentOf(maker), {
    ...maker.variables(day),
    key,
  });
  const { made = null, userErrors = [] } = data?.[mutationOf(maker)] ?? {};
  return { made, codes: errors.map(({ extensions }) => extensions?.code), userErrors };
}

const empty = { provider: '', offering: '', framework: '', review: '', vacancy: '' };
const mutations = makersFor(empty).map(mutationOf);

/** Who holds the name of the one who made it, and what they have lost. */
const losers: readonly (readonly [string, () => Actor])[] = [
  ['every role', () => named([], everywhere)],
  ['the role that may', () => named(['school'], within(['926']))],
  ['its own authority', () => named(['commissioner', 'quality_officer'], within(['935']))],
  ['its provider', () => named(['provider_editor'], within([]))],
  ['every permission but one', () => named(['administrator'], everywhere, ['place.exact'])],
];

/** Tried elsewhere, with the reason. */
const elsewhere: Readonly<Record<string, string>> = {
  chaseNow: 'makes one a day, of a provider that is due: tests/chasing/chase-now.test.ts',
};

describe('a request that is repeated', () => {
  it('is tried here for every mutation that takes a key', () => {
    const fields = Object.values(hub.schema.getMutationType()!.getFields());
    const keyed = fields.filter(({ args }) => args.some(({ name }) => name === 'idempotencyKey'));
    expect(keyed.map(({ name }) => name).sort()).toEqual([...mutations, ...Object.keys(elsewhere)].sort());
  });

  it.each(mutations)('answers %s to nobody who could not make it now', async (name) => {
    const maker = makerOf(name);
    const first = await make(holder(), maker, '2027-04-01', name);
    expect(first).toMatchObject({ made: { id: expect.any(String) }, codes: [], userErrors: [] });
    expect(await make(holder(), maker, '2027-04-01', name)).toEqual(first);
    for (const [lost, loser] of losers) {
      const again = await make(loser(), maker, '2027-04-01', name);
      const asNew = await make(loser(), maker, '2027-04-01', `${name} without ${lost}`);
      expect([lost, again]).toEqual([lost, asNew]);
      const said = [...again.codes, ...again.userErrors.map(({ code }) => code)];
      expect([lost, again.made, said]).toEqual([lost, null, [expect.stringMatching(/FORBIDDEN|NOT_FOUND/)]]);
    }
  });

  it('answers no entry that has gone to another authority since', async () => {
    const commissioner = named(['commissioner'], within(['926']));
    const maker = makerOf('providerCreate');
    const { made } = await make(commissioner, maker, '2027-05-01', 'moved');
    expect(made).not.toBeNull();
    const { rows } = await hub.database.pool.query<{ id: string }>(
      `update provider set local_authority_code = '935' where name = 'Provider of 2027-05-01' returning id`,
    );
    expect(encodeId('prv', rows[0]!.id)).toBe(made!.id);
    expect(await make(commissioner, maker, '2027-05-01', 'moved')).toMatchObject({
      made: null,
      userErrors: [{ code: 'NOT_FOUND' }],
    });
  });
});

describe('the key of a request', () => {
  it.each(mutations)('is checked as any text is: %s', async (name) => {
    const maker = makerOf(name);
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['a\0b', /U\+0000/],
      ['a\ud800b', /half a character/],
      ['k'.repeat(90_000), /at most 200 characters/],
      ['\u001b[31mkey', /cannot be seen/],
      ['two\nlines', /on one line/],
      [' ', /at least 1/],
    ];
    for (const [key, message] of wrong) {
      const { made, codes, userErrors } = await make(holder(), maker, '2027-06-01', key);
      expect([made, codes, userErrors]).toEqual([
        null,
        [],
        [{ field: ['idempotencyKey'], code: 'INVALID', message: expect.stringMatching(message) }],
      ]);
    }
  });
});
