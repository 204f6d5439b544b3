import type { Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import type { TestHub } from '../support/hub.js';
import { anOpenVacancy, DAY, ofSchool, placed, someSchools } from './holding.js';

const FIELDS = 'version validFrom validTo longestDays mostLive mostExtensions';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});
beforeAll(() => someSchools(hub));

const dayIn = (days: number) => new Date(hub.clock.now() + days * DAY).toISOString().slice(0, 10);
const rule = (values: object = {}) => ({
  validFrom: dayIn(0),
  longestDays: 5,
  mostLive: 1,
  mostExtensions: 0,
  ...values,
});

interface Outcome {
  readonly holdRule: Record<string, unknown> | null;
  readonly userErrors: readonly { field: string[]; code: string; message: string }[];
}

async function set(input: object, version?: number): Promise<Outcome> {
  const administrator = await hub.as('administrator');
  const { data, errors } = await administrator<{ holdRuleSet: Outcome }>(
    `mutation ($input: HoldRuleSetInput!, $version: Int) {
      holdRuleSet(input: $input, version: $version) { holdRule { ${FIELDS} } userErrors { field code message } } }`,
    { input, version },
  );
  expect(errors).toBeUndefined();
  return data.holdRuleSet;
}
const codesOf = async (input: object, version?: number) =>
  (await set(input, version)).userErrors.map(({ code }) => code);

describe('the rules on what schools can hold', () => {
  it('can be read by anyone, the newest first', async () => {
    await set(rule({ validFrom: dayIn(400), longestDays: 14 }));
    const { data } = await hub.query<{ holdRules: object[] }>(`{ holdRules { ${FIELDS} } }`);
    expect(data.holdRules).toEqual([
      { version: 1, validFrom: dayIn(400), validTo: null, longestDays: 14, mostLive: 1, mostExtensions: 0 },
      { version: 1, validFrom: '2026-01-01', validTo: null, longestDays: 7, mostLive: 3, mostExtensions: 1 },
    ]);
  });

  it('say what is wrong with one', async () => {
    expect(await codesOf(rule({ validFrom: dayIn(-1) }))).toEqual(['INVALID']);
    expect(await codesOf(rule({ validFrom: dayIn(3), validTo: dayIn(2) }))).toEqual(['INVALID']);
    for (const [field, ...wrong] of [
      ['longestDays', 0, 61],
      ['mostLive', 0, 101],
      ['mostExtensions', -1, 11],
    ] as const) {
      for (const value of wrong) {
        const { userErrors } = await set(rule({ validFrom: dayIn(9), [field]: value }));
        expect(userErrors).toMatchObject([{ field: ['input', field], code: 'INVALID' }]);
      }
    }
  });

  it('are changed with the version that was read, until they begin', async () => {
    expect(await codesOf(rule({ validFrom: dayIn(20) }), 1)).toEqual(['CONFLICT']);
    expect(await codesOf(rule({ validFrom: dayIn(20) }))).toEqual([]);
    expect(await codesOf(rule({ validFrom: dayIn(20) }))).toEqual(['CONFLICT']);
    expect(await set(rule({ validFrom: dayIn(20), mostLive: 9 }), 1)).toMatchObject({
      holdRule: { mostLive: 9, version: 2 },
    });
    expect(await codesOf(rule({ validFrom: dayIn(20), mostLive: 8 }), 1)).toEqual(['CONFLICT']);
  });

  it('are in force from their day, and one that has begun can only end', async () => {
    const held = async (school: string, days: number) => {
      const until = hub.clock.now() + days * DAY;
      const vacancy = await anOpenVacancy(hub);
      return (await placed(graph, ofSchool(school), hub, vacancy, { school, until })).codes;
    };
    await set(rule({ validFrom: dayIn(1) }));
    expect(await held('900001', 6)).toEqual([]);
    hub.clock.pass(DAY);
    expect(await held('900002', 6)).toEqual(['INVALID']);
    expect(await held('900002', 4)).toEqual([]);
    expect(await held('900002', 4)).toEqual(['TOO_MANY']);

    const begun = rule({ validFrom: dayIn(0) });
    expect(await codesOf({ ...begun, mostLive: 2 }, 1)).toEqual(['NOT_IN_THIS_STATE']);
    expect(await codesOf({ ...begun, validTo: dayIn(-1) }, 1)).toEqual(['INVALID']);
    expect(await codesOf({ ...begun, validTo: dayIn(0) }, 1)).toEqual([]);
    hub.clock.pass(DAY);
    expect(await held('900003', 6)).toEqual([]); // by the rule before it, which has no end
  });

  it('are changed by one of two administrators who start from the same version', async () => {
    await set(rule({ validFrom: dayIn(30) }));
    const both = await Promise.all(
      [2, 3].map((mostLive) => codesOf(rule({ validFrom: dayIn(30), mostLive }), 1)),
    );
    expect(both.map((codes) => codes.join()).sort()).toEqual(['', 'CONFLICT']);
    const made = await Promise.all(
      [4, 5].map((mostLive) => codesOf(rule({ validFrom: dayIn(31), mostLive }))),
    );
    expect(made.map((codes) => codes.length).sort()).toEqual([0, 1]);
  });

  it.each(['commissioner', 'school', 'provider_editor'] as const)('are not set by a %s', async (role) => {
    const ask = await hub.as(role);
    const { errors } = await ask(
      `mutation ($input: HoldRuleSetInput!) { holdRuleSet(input: $input) { userErrors { code } } }`,
      { input: rule({ validFrom: dayIn(50) }) },
    );
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});
