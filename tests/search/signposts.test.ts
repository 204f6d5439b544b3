import type { Signpost } from '../../src/features/signpost/signpost.entity.js';
import { signpostsFor } from '../../src/features/signpost/signpost.rules.js';
import { anOffering, aProvider } from '../support/builders.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
  await anOffering(hub, await aProvider(hub), { title: 'Carpentry' });
});
afterAll(() => hub.stop());

interface Shown {
  readonly signposts: readonly {
    readonly key: string;
    readonly telephone: string | null;
    readonly localAuthority: { readonly code: string } | null;
  }[];
  readonly userErrors: readonly unknown[];
}

async function shown(text: string, near: object | null = null, ask: Ask = hub.query): Promise<Shown> {
  const { data, errors } = await ask<{ search: Shown }>(
    `query ($text: String, $near: NearInput) { search(text: $text, near: $near) {
      signposts { key telephone localAuthority { code } } userErrors { code } } }`,
    { text, near },
  );
  expect(errors).toBeUndefined();
  return data.search;
}
const keys = async (...asked: Parameters<typeof shown>) =>
  (await shown(...asked)).signposts.map(({ key }) => key);

const NORWICH = { place: { postcode: 'NR1 3PY' } };
const LONDON = { place: { postcode: 'SW1A' } };

describe('search.signposts', () => {
  it('go with words of crisis, with 999', async () => {
    const { signposts } = await shown('I want to kill myself');
    expect(signposts.map(({ key }) => key)).toEqual([
      'emergency-999',
      'papyrus-hopeline247',
      'samaritans',
      'shout',
      'nhs-111-mental-health',
      'childline',
    ]);
    expect(signposts[0]?.telephone).toBe('999');
  });

  it('are none for other words, without text, and for what only looks like them', async () => {
    expect(await keys('carpentry')).toEqual([]);
    expect(await keys('')).toEqual([]);
    expect(await keys('ways to kill time')).toEqual([]);
  });

  it('have those of the local authority searched from first, and none of another', async () => {
    const local = [
      'norfolk-childrens-advice-and-duty-service',
      'norfolk-childrens-advice-and-duty-service-professionals',
    ];
    expect((await keys('being hit at home', NORWICH)).slice(0, 3)).toEqual([...local, 'emergency-999']);
    const districts = { place: { district: 'E07000147' } };
    expect((await keys('being hit at home', districts)).slice(0, 2)).toEqual(local);
    for (const near of [LONDON, null]) {
      const { signposts } = await shown('being hit at home', near);
      expect(signposts.length).toBeGreaterThan(2);
      expect(signposts.filter(({ localAuthority }) => localAuthority)).toEqual([]);
    }
  });

  it('have those of the caller’s own local authority if no place is given', async () => {
    const school = await hub.as('school', { localAuthorities: ['926'] });
    expect((await shown('abused at home', null, school)).signposts[0]?.localAuthority).toEqual({
      code: '926',
    });
    expect((await shown('abused at home', LONDON, school)).signposts[0]?.localAuthority).toBeNull();
  });

  it('begin with 999 if someone is in danger', async () => {
    expect((await keys('threatened with a knife', NORWICH))[0]).toBe('emergency-999');
    expect((await keys('took an overdose', NORWICH))[0]).toBe('emergency-999');
  });

  it('go with a search that cannot be carried out', async () => {
    const { signposts, userErrors } = await shown('I want to die', { place: { name: 'Nowhere at all' } });
    expect(userErrors).toHaveLength(1);
    expect(signposts.map(({ key }) => key)).toContain('samaritans');
  });

  it('of concepts that need not be a crisis are shown too', async () => {
    expect(await keys('self harm')).toContain('samaritans');
    expect(await keys('county lines')).toContain('crimestoppers');
  });

  it('leave no trace in the log', async () => {
    await shown('I want to kill myself', NORWICH);
    expect(hub.logged.filter((line) => /kill myself|samaritans|NR1 3PY/i.test(line))).toEqual([]);
  });
});

describe('signposts', () => {
  it('are listed for a page that always shows them, with those of a local authority if it is named', async () => {
    const listed = async (given: string) => {
      const { data } = await hub.query<{
        signposts: {
          key: string;
          themes: string[];
          sources: string[];
          checkedOn: string;
          localAuthority: { name: string } | null;
        }[];
      }>(`{ signposts${given} { key themes sources checkedOn localAuthority { name } } }`);
      return data.signposts;
    };
    const national = await listed('');
    expect(national.length).toBeGreaterThan(9);
    expect(national.filter(({ localAuthority }) => localAuthority)).toEqual([]);
    expect(national[0]).toMatchObject({ key: 'emergency-999', themes: ['EMERGENCY'] });
    const norfolk = await listed('(localAuthority: "926")');
    expect(norfolk).toHaveLength(national.length + 2);
    const { errors } = await hub.query('{ signposts(localAuthority: "000") { key } }');
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it('are followed when they change', async () => {
    await hub.database.pool.query(
      `update signpost set label = 'Someone to talk to', version = version + 1 where key = 'samaritans'`,
    );
    await hub.feed.sync();
    const { data } = await hub.query<{ signposts: { label: string }[] }>('{ signposts { label } }');
    expect(data.signposts.map(({ label }) => label)).toContain('Someone to talk to');
  });
});

describe('the order of signposts', () => {
  const made = (key: string, themes: string[], localAuthorityCode: string | null = null, position = 1) =>
    ({ key, themes, localAuthorityCode, position }) as Signpost;
  const order = (all: Signpost[], themes: string[], codes: string[] = []) =>
    signpostsFor(all, new Set(themes), codes).map(({ key }) => key);

  it('is none without themes', () => {
    expect(order([made('999', ['EMERGENCY'])], [])).toEqual([]);
  });

  it('is local, then urgent, then what helps with fewest other things, then the file', () => {
    const all = [
      made('broad', ['ABUSE', 'MISSING', 'SUICIDE']),
      made('late', ['ABUSE'], null, 9),
      made('early', ['ABUSE'], null, 2),
      made('999', ['EMERGENCY'], null, 8),
      made('here', ['ABUSE', 'MISSING'], '926'),
      made('there', ['ABUSE'], '935'),
      made('other', ['MISSING']),
    ];
    expect(order(all, ['ABUSE'], ['926'])).toEqual(['here', '999', 'early', 'late', 'broad']);
    expect(order(all, ['ABUSE', 'EMERGENCY'], ['926'])[0]).toBe('999');
    expect(order([...all].reverse(), ['ABUSE'], ['926'])).toEqual(order(all, ['ABUSE'], ['926']));
  });

  it('has six at most, and always the urgent one', () => {
    const many = Array.from({ length: 9 }, (_, i) => made(`local ${i}`, ['ABUSE'], '926', i));
    const found = order([...many, made('999', ['EMERGENCY'])], ['ABUSE'], ['926']);
    expect(found).toHaveLength(6);
    expect(found).toContain('999');
  });
});
