import { Actor } from '../../src/features/identity/actor.js';
import type { Role } from '../../src/features/identity/permissions.js';
import { DAY } from '../../src/platform/clock.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import type { TestHub } from '../support/hub.js';
import {
  aDueProvider,
  aMailbox,
  chase,
  chasingOf,
  linksIn,
  mailsTo,
  norfolk,
  post,
  remindingHub,
} from './reminders.js';

let hub: TestHub;
remindingHub((started) => {
  hub = started;
});

const NOW = `mutation ($provider: ID!, $key: String) { chaseNow(provider: $provider, idempotencyKey: $key) {
  chase { id number vacanciesDue madeAt provider { id } } userErrors { field code message } } }`;
interface Answer {
  chaseNow: { chase: { id: string; number: number } | null; userErrors: { code: string; message: string }[] };
}
const chaseNow = async (provider: string, key: string | null = null, ask = norfolk(hub)) => {
  const { data, errors } = await (await ask)<Answer>(NOW, { provider, key });
  return { ...data?.chaseNow, errors };
};

describe('chaseNow', () => {
  it('reminds of what is due, at most once a day, and counts on', async () => {
    const { id, provider } = await aDueProvider(hub, { vacancies: 2 });
    expect(await chaseNow(id)).toMatchObject({
      chase: { number: 1, vacanciesDue: 2, provider: { id } },
      userErrors: [],
    });
    expect(await chaseNow(id)).toMatchObject({ chase: null, userErrors: [{ code: 'TOO_MANY' }] });
    hub.clock.pass(DAY - 1);
    expect(await chaseNow(id)).toMatchObject({ userErrors: [{ code: 'TOO_MANY' }] });
    hub.clock.pass(1);
    expect(await chaseNow(id)).toMatchObject({ chase: { number: 2 } });
    expect(await mailsTo(hub, provider)).toHaveLength(2);
  });

  it('makes one reminder for one key, and gives it again', async () => {
    const { id, provider } = await aDueProvider(hub);
    const first = await chaseNow(id, 'once');
    const all = await Promise.all([1, 2, 3].map(() => chaseNow(id, 'once')));
    for (const again of all) expect(again).toEqual(first);
    expect(await mailsTo(hub, provider)).toHaveLength(1);
  });

  it('gives a repeated request its reminder only if the caller could still make it, and checks the key like any text', async () => {
    const { id, provider } = await aDueProvider(hub);
    const { chasing } = chasingOf(hub);
    const actor = (roles: Role[], localAuthorities: string[]) =>
      new Actor('client: portal', roles, {
        everywhere: false,
        localAuthorities: new Set(localAuthorities),
        providers: new Set([provider.id]),
      });
    const first = await chasing.chaseNow(actor(['commissioner'], ['926']), provider.id, 'mine');
    expect((await chasing.chaseNow(actor(['commissioner'], ['926']), provider.id, 'mine')).id).toBe(first.id);
    for (const loser of [
      actor([], ['926']),
      actor(['commissioner'], ['935']),
      actor(['provider_editor'], ['926']),
    ])
      await expect(chasing.chaseNow(loser, provider.id, 'mine')).rejects.toThrow('register.write');
    for (const key of ['a\0b', 'k'.repeat(201), 'two\nlines', ' '])
      expect(await chaseNow(id, key)).toMatchObject({ chase: null, userErrors: [{ code: 'INVALID' }] });
    const other = await aDueProvider(hub);
    expect(await chaseNow(id, 'other')).toMatchObject({ userErrors: [{ code: 'TOO_MANY' }] });
    hub.clock.pass(DAY);
    expect((await chaseNow(id, 'used')).chase).not.toBeNull();
    expect(await chaseNow(other.id, 'used')).toMatchObject({ userErrors: [{ code: 'KEY_REUSED' }] });
  });

  it('makes one of several that are asked for at once', async () => {
    const { id, provider } = await aDueProvider(hub);
    const all = await Promise.all([1, 2, 3, 4].map(() => chaseNow(id)));
    expect(all.filter(({ chase: made }) => made)).toHaveLength(1);
    expect(await mailsTo(hub, provider)).toHaveLength(1);
  });

  it('still works when the rule has given up', async () => {
    const { id, provider } = await aDueProvider(hub, { daysAgo: 14 });
    for (let n = 0; n < 4; n++) {
      await chase(hub);
      hub.clock.pass(28 * DAY);
    }
    expect(await mailsTo(hub, provider)).toHaveLength(3);
    expect(await chaseNow(id)).toMatchObject({ chase: { number: 4 } });
  });

  it.each([
    ['has no mailbox', { role: null }, 'BLOCKED', /VACANCIES/],
    ['has nothing that is due', { daysAgo: 3 }, 'NOT_IN_THIS_STATE', /No vacancy/],
  ])('says why not of a provider that %s', async (_, values, code, message) => {
    const { id } = await aDueProvider(hub, values);
    expect(await chaseNow(id)).toMatchObject({
      chase: null,
      userErrors: [{ code, message: expect.stringMatching(message) }],
    });
  });

  it('is refused in another authority, and to a provider’s own editor', async () => {
    const { id, provider } = await aDueProvider(hub);
    const suffolk = hub.as('commissioner', { localAuthorities: ['935'] });
    const editor = hub.as('provider_editor', { providers: [id] });
    for (const ask of [suffolk, editor]) {
      const { chase: made, errors } = await chaseNow(id, null, ask);
      expect(made ?? null).toBeNull();
      expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    }
    expect(await mailsTo(hub, provider)).toEqual([]);
  });

  it('gives a reminder that can be read again as a node, by those who keep the register', async () => {
    const { id } = await aDueProvider(hub);
    const made = await chaseNow(id);
    const document = `{ node(id: "${made.chase?.id}") { id ... on Chase { number } } }`;
    expect((await (await norfolk(hub))(document)).data).toEqual({ node: { id: made.chase?.id, number: 1 } });
    const suffolk = await hub.as('commissioner', { localAuthorities: ['935'] });
    expect((await suffolk(document)).data).toEqual({ node: null });
  });
});

describe('an opt-out', () => {
  const SET = `mutation ($provider: ID!, $optedOut: Boolean!) { chasingOptOutSet(provider: $provider, optedOut: $optedOut) {
    chasingOptOut { optedOutAt provider { id } } userErrors { code } } }`;

  it('is set and taken back by the provider or the council, and shown', async () => {
    await hub.database.pool.query('delete from vacancy');
    const { id, provider } = await aDueProvider(hub);
    const council = await norfolk(hub);
    const editor = await hub.as('provider_editor', { providers: [id] });
    const at = new Date(hub.clock.now()).toISOString();
    const set = (ask: typeof council, optedOut: boolean) => ask(SET, { provider: id, optedOut });
    expect((await set(editor, true)).data).toMatchObject({
      chasingOptOutSet: { chasingOptOut: { optedOutAt: at, provider: { id } }, userErrors: [] },
    });
    await set(editor, true);
    expect(await chase(hub)).toBe(0);
    expect(await chaseNow(id)).toMatchObject({ userErrors: [{ code: 'BLOCKED' }] });
    const { data } = await council<{ chasingDue: { nodes: object[] } }>(
      '{ chasingDue(first: 100) { nodes { reach optedOutAt provider { id } } } }',
    );
    expect(data.chasingDue.nodes).toContainEqual({ reach: 'OPTED_OUT', optedOutAt: at, provider: { id } });
    await set(council, false);
    expect(await chase(hub)).toBe(1);
    expect(await mailsTo(hub, provider)).toHaveLength(1);
  });

  it('of another provider is refused', async () => {
    const { id } = await aDueProvider(hub);
    const other = await aDueProvider(hub);
    const editor = await hub.as('provider_editor', { providers: [other.id] });
    const { errors } = await editor(SET, { provider: id, optedOut: true });
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});

describe('a rule', () => {
  const SET = `mutation ($la: String, $input: ChasingRuleSetInput!, $version: Int) {
    chasingRuleSet(localAuthority: $la, input: $input, version: $version) {
      chasingRule { version firstAfterDays validFrom localAuthority { code } } userErrors { field code message } } }`;
  const input = (values: object = {}) => ({
    firstAfterDays: 7,
    thenEveryDays: 14,
    stopAfter: 2,
    validFrom: new Date(hub.clock.now()).toISOString().slice(0, 10),
    ...values,
  });
  const set = async (variables: object) => {
    const administrator = await hub.as('administrator');
    const { data, errors } = await administrator<{ chasingRuleSet: Record<string, unknown> }>(SET, {
      ...variables,
    });
    expect(errors).toBeUndefined();
    return data.chasingRuleSet;
  };
  const dayIn = (days: number) => new Date(hub.clock.now() + days * DAY).toISOString().slice(0, 10);

  it('of an authority holds there from its day, and nowhere else', async () => {
    await hub.database.pool.query('delete from vacancy');
    expect(await set({ la: '926', input: input({ validFrom: dayIn(2) }) })).toMatchObject({
      chasingRule: { version: 1, localAuthority: { code: '926' } },
      userErrors: [],
    });
    const here = await aDueProvider(hub, { daysAgo: 8 });
    const there = await aDueProvider(hub, { daysAgo: 8, localAuthorityCode: '935' });
    expect(await chase(hub)).toBe(0);
    hub.clock.pass(2 * DAY);
    expect(await chase(hub)).toBe(1);
    expect(await mailsTo(hub, here.provider)).toHaveLength(1);
    expect(await mailsTo(hub, there.provider)).toHaveLength(0);
    for (let n = 0; n < 5; n++) {
      hub.clock.pass(14 * DAY);
      await chase(hub);
    }
    expect(await mailsTo(hub, here.provider)).toHaveLength(2);
  });

  it('for all can be replaced from a day, and ended', async () => {
    await hub.database.pool.query('delete from vacancy');
    await set({ input: input({ firstAfterDays: 3, validTo: dayIn(5) }) });
    await aDueProvider(hub, { daysAgo: 4, localAuthorityCode: '935' });
    expect(await chase(hub)).toBe(1);
    hub.clock.pass(6 * DAY);
    await aDueProvider(hub, { daysAgo: 4, localAuthorityCode: '935' });
    expect(await chase(hub)).toBe(0);
  });

  it('says what is wrong with it', async () => {
    const codesOf = async (variables: object) =>
      ((await set(variables)).userErrors as { code: string }[]).map(({ code }) => code);
    expect(await codesOf({ input: input({ validFrom: dayIn(-1) }) })).toEqual(['INVALID']);
    expect(await codesOf({ input: input({ validFrom: dayIn(3), validTo: dayIn(2) }) })).toEqual(['INVALID']);
    expect(await codesOf({ input: input({ stopAfter: 0, validFrom: dayIn(9) }) })).toEqual(['INVALID']);
    expect(await codesOf({ la: '000', input: input() })).toEqual(['UNKNOWN_CODE']);
    expect(await codesOf({ input: input({ validFrom: dayIn(10) }), version: 1 })).toEqual(['CONFLICT']);
    expect(await codesOf({ input: input({ validFrom: dayIn(11) }) })).toEqual([]);
    expect(await codesOf({ input: input({ validFrom: dayIn(11) }) })).toEqual(['CONFLICT']);
    expect(await codesOf({ input: input({ validFrom: dayIn(11), stopAfter: 5 }), version: 1 })).toEqual([]);
    expect(await codesOf({ input: input({ validFrom: dayIn(11), stopAfter: 6 }), version: 1 })).toEqual([
      'CONFLICT',
    ]);
    const begun = { validFrom: '2026-01-01', firstAfterDays: 14, thenEveryDays: 28, stopAfter: 3 };
    expect(await codesOf({ input: { ...begun, stopAfter: 4 }, version: 1 })).toEqual(['NOT_IN_THIS_STATE']);
    expect(await codesOf({ input: { ...begun, validTo: dayIn(100) }, version: 1 })).toEqual([]);
  });

  it('is seen by commissioners, and set by administrators alone', async () => {
    const council = await norfolk(hub);
    const { data } = await council<{ chasingRules: object[] }>(
      '{ chasingRules { localAuthority { code } firstAfterDays thenEveryDays stopAfter validFrom validTo } }',
    );
    expect(data.chasingRules[0]).toMatchObject({ localAuthority: null });
    const { errors } = await council(SET, { input: input() });
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});

it('an answer ends the reminders until it is old itself', async () => {
  await hub.database.pool.query('delete from vacancy');
  await hub.database.pool.query(`delete from chasing_rule where valid_from > '2026-01-01'`);
  await hub.database.pool.query('update chasing_rule set valid_to = null');
  const { provider } = await aDueProvider(hub);
  await aMailbox(hub, provider, 'REFERRALS');
  await chase(hub);
  await post(linksIn(hub, (await mailsTo(hub, provider))[0]!).answer, { 'answer-0': 'still' });
  hub.clock.pass(13 * DAY);
  expect(await chase(hub)).toBe(0);
  hub.clock.pass(DAY);
  expect(await chase(hub)).toBe(1);
  expect((await mailsTo(hub, provider))[1]?.subject).toBe('Norfolk: is your vacancy still true?');
  expect(encodeId('prv', provider.id)).toMatch(/^prv_/);
});
