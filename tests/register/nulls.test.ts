import { encodeId } from '../../src/platform/graphql/global-id.js';
import { actorOf } from '../memory/asking.js';
import { type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

/**
 * What does not fit its variable is refused before anything runs, however often the same operation was sent with values that fit: no
 * part of it is carried out, and the error does not repeat what was sent.
 */

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

const administrator = actorOf('administrator');
const commits = async () =>
  (await hub.database.pool.query<{ n: number }>('select count(*)::int n from change_commit')).rows[0]!.n;

const TWO = `mutation Two($one: ID!, $first: Int!, $input: OfferingUpdateInput!, $two: ID!, $second: Int!, $days: Int = 7,
    $inputs: [SiteCreateInput!]!, $on: LocalDate) {
  one: offeringUpdate(id: $one, version: $first, input: $input) { offering { version } userErrors { code } }
  sitesUpsert(inputs: $inputs) { results { outcome } userErrors { code } }
  two: offeringUpdate(id: $two, version: $second, input: { title: "Second" }) { offering { version } userErrors { code } }
  vacancyConfirm(id: "vac_none", version: 1, confirmedForDays: $days) { userErrors { code } }
  qualityActionComplete(id: "qac_none", version: 1, doneOn: $on) { userErrors { code } } }`;

/** What of the variables is sent instead of what fits. */
const misfits: readonly (readonly [string, Record<string, unknown>])[] = [
  ['null for an Int!', { second: null }],
  ['null for the first Int!', { first: null }],
  ['no Int! at all', { second: undefined }],
  ['a text for an Int!', { second: '1' }],
  ['half a number for an Int!', { second: 1.5 }],
  ['a number that is not an Int', { second: 2 ** 31 }],
  ['null for an ID!', { two: null }],
  ['an object for an ID!', { two: {} }],
  ['null for an input', { input: null }],
  ['a list for an input', { input: [] }],
  ['an unknown field of an input', { input: { title: 'First', colour: 'red' } }],
  ['a wrong value within an input', { input: { title: 'First', minYear: 'seven' } }],
  ['null within a list', { inputs: [null] }],
  ['null for a list', { inputs: null }],
  ['null for what an item needs', { inputs: [{ provider: 'x', name: null, postcode: 'NR1 1AA' }] }],
  ['a day that no calendar has', { on: '2026-02-30' }],
  ['a day of year 0', { on: '0000-05-05' }],
];

describe('after the same operation with values that fit', () => {
  it.each(misfits)('%s is refused, and no part of the mutation runs', async (_, misfit) => {
    const provider = await aProvider(hub);
    const [one, two] = [await anOffering(hub, provider), await anOffering(hub, provider)];
    const good = (version: number) => ({
      one: encodeId('off', one.id),
      first: version,
      input: { title: `First ${version}` },
      two: encodeId('off', two.id),
      second: version,
      inputs: [],
      on: '2026-11-20',
    });
    for (const version of [1, 2]) {
      const { data, errors } = await graph.ask<Record<string, { userErrors: object[] }>>(
        administrator,
        TWO,
        good(version),
      );
      expect([errors, data.one!.userErrors]).toEqual([undefined, []]);
    }
    const before = await commits();
    for (let n = 0; n < 3; n++) {
      const { data, errors } = await graph.ask(administrator, TWO, { ...good(3), ...misfit });
      expect(data ?? null).toBeNull();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
    expect(await commits()).toBe(before);
    // `second` was said to be 2 for an offering at version 2: it fits again afterwards.
    const { errors } = await graph.ask(administrator, TWO, good(3));
    expect(errors).toBeUndefined();
  });

  it('null for a version is null for a variable with a default too: the default is for what is left out', async () => {
    const document =
      'query ($first: Int! = 1) { suggest(text: "nor", first: $first) { suggestions { label } } }';
    expect((await graph.ask(administrator, document, {})).errors).toBeUndefined();
    expect((await graph.ask(administrator, document, { first: 2 })).errors).toBeUndefined();
    expect((await graph.ask(administrator, document, { first: null })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    const nullable = 'query ($first: Int) { suggest(text: "nor", first: $first) { suggestions { label } } }';
    expect((await graph.ask(administrator, nullable, { first: 2 })).errors).toBeUndefined();
    expect((await graph.ask(administrator, nullable, {})).errors).toBeUndefined();
    for (let n = 0; n < 2; n++) {
      const refused = await graph.ask(administrator, nullable, { first: null });
      expect([refused.data ?? null, refused.errors?.length]).toEqual([null, 1]);
    }
  });
});
