import { operator } from '../../src/features/identity/actor.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { aProvider } from '../support/builders.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';

const SENTENCE =
  '925 (Lincolnshire) ended on 30 September 2026. Use 873 (Cambridgeshire) for a part of it or 998 (not known yet) for a part of it instead.';

let hub: TestHub;
let ended: Awaited<ReturnType<typeof aProvider>>;
let current: typeof ended;
beforeAll(async () => {
  hub = await startTestHub();
  ended = await aProvider(hub, { localAuthorityCode: '925', state: 'IN_REVIEW' });
  current = await aProvider(hub, { state: 'IN_REVIEW' });
  await hub.database.pool.query(`
    update local_authority set valid_to = '2026-09-30' where code = '925';
    insert into area_succession values
      ('LOCAL_AUTHORITY', '925', '873', '2026-10-01', 'PART'),
      ('LOCAL_AUTHORITY', '925', '998', '2026-10-01', 'PART')`);
  await hub.feed.sync();
});
afterAll(() => hub.stop());

const names = async (ask: Ask) => {
  const { data } = await ask<{ register: { nodes: { name: string }[] } }>('{ register { nodes { name } } }');
  return data.register.nodes.map(({ name }) => name);
};

const step = (ask: Ask, provider: { id: string; version: number }) =>
  ask(
    `mutation ($id: ID!, $version: Int!) {
      providerWithdraw(id: $id, version: $version) { provider { id } userErrors { message } } }`,
    { id: encodeId('prv', provider.id), version: provider.version },
  );

describe('a claim for a local authority that has ended', () => {
  it.each(['commissioner', 'quality_officer'] as const)(
    'of a %s reads and writes nothing: the error says why, and names what came after it',
    async (role) => {
      const ask = await hub.as(role, { localAuthorities: ['925'] });
      for (const document of ['{ register { totalCount } }', '{ providers { totalCount } }']) {
        const { data, errors } = await ask(document);
        expect(data ?? null).toBeNull();
        expect(errors).toEqual([
          expect.objectContaining({
            message: `You are signed in for a local authority that has ended, so nothing can be read or changed for it. ${SENTENCE} Sign in again for that one, or ask the person who runs the hub.`,
            extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }),
          }),
        ]);
      }
      expect((await step(ask, ended)).errors?.[0]?.message).toContain(SENTENCE);
    },
  );

  it('next to one that has not leaves only that one', async () => {
    const ask = await hub.as('commissioner', { localAuthorities: ['925', '926'] });
    expect(await names(ask)).toEqual([current.name]);
    const { errors } = await ask('{ registerOverview(localAuthority: "925") { waitingEntries } }');
    expect(errors?.[0]).toMatchObject({ message: SENTENCE, extensions: { code: 'FORBIDDEN' } });
  });

  it('does not matter to those who do not act for an authority', async () => {
    const ask = await hub.as('school', { localAuthorities: ['925'] });
    expect((await ask('{ providers { totalCount } }')).errors).toBeUndefined();
    expect(await names(await hub.as('administrator', { localAuthorities: ['925'] }))).toHaveLength(2);
  });

  it('is all that a program has, so its key is refused in the same way', async () => {
    const { rows } = await hub.database.pool.query<{ id: string }>(
      `insert into api_client (id, name, role, local_authority_codes)
       values (gen_random_uuid(), 'Of Lincolnshire', 'commissioner', '{925}') returning id`,
    );
    const { key } = await hub.clients.issueKey(operator, { client: encodeId('cli', rows[0]!.id) });
    const answer = await fetch(`${hub.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: '{ register { totalCount } }' }),
    });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('925 (Lincolnshire) ended on 30 September 2026.');
  });
});
