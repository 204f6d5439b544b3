import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';
import { both, duplicatesOf, idOf, suffolk } from './ask.js';
import { aFullProvider } from './full-provider.js';

let hub: TestHub;
let graph: Graph;
let duplicates: ReturnType<typeof duplicatesOf>;
askedHub((...started) => {
  [hub, graph] = started;
  duplicates = duplicatesOf(graph);
});

let serial = 199_200;
const aUrn = () => String(++serial);
const reread = async ({ id }: Provider) =>
  (await hub.database.pool.query('select * from provider where id = $1', [id])).rows[0];
const rows = async (text: string, values: unknown[] = []) =>
  (await hub.database.pool.query(text, values)).rows;

const ids = async (table: string, { id }: Provider) =>
  (await rows(`select id from ${table} where provider_id = $1 order by id`, [id])).map((row) => row.id);

describe('a merge', () => {
  it('moves all that an entry has, tells what could not move, and withdraws it', async () => {
    const old = await aFullProvider(hub, 'Kestrel Barn', { legalName: 'Kestrel Barn Ltd' });
    const kept = await aFullProvider(hub, 'Kestrel Barn Farm');
    const answer = await duplicates.merge(old.provider, kept.provider, { actor: commissioner });
    expect(answer.userErrors).toEqual([]);
    expect(answer.merged).toMatchObject({ id: idOf(old.provider), state: 'WITHDRAWN', version: 2 });
    expect(answer.provider).toMatchObject({ id: idOf(kept.provider), version: 1 });
    // Evidence that Suffolk keeps moved too, but Norfolk does not see it.
    expect(answer.moved).toEqual([
      { kind: 'SITE', count: 1 },
      { kind: 'OFFERING', count: 1 },
      { kind: 'CONTACT', count: 1 },
      { kind: 'LISTING_DECISION', count: 1 },
      { kind: 'EVIDENCE', count: 1 },
      { kind: 'INSPECTION', count: 1 },
    ]);
    expect(answer.left).toEqual([
      {
        kind: 'CONTACT',
        name: 'REFERRALS, PUBLIC',
        sentence: expect.stringContaining('stays with the old entry'),
      },
      {
        kind: 'INSPECTION',
        name: '2025-01-01',
        sentence: expect.stringContaining('stays with the old entry'),
      },
    ]);
    expect(await ids('offering', old.provider)).toEqual([]);
    expect(await ids('evidence', kept.provider)).toHaveLength(4);
    expect(
      await rows('select provider_id from offering_site where offering_id = $1', [old.offering.id]),
    ).toEqual([{ provider_id: kept.provider.id }]);
    expect(
      await rows('select count(*)::int n from vacancy where offering_id = $1', [old.offering.id]),
    ).toEqual([{ n: 1 }]);
  });

  it('shows the offerings under the entry that stays, at once: in search, lists and by node', async () => {
    const old = await aFullProvider(hub, 'Lapwing Sheds');
    const kept = await aProvider(hub, { name: 'Lapwing Sheds Trust' });
    const other = await anOffering(hub, kept, { title: 'Lapwing carpentry' });
    await duplicates.merge(old.provider, kept);
    const { data } = await hub.query<{
      search: { hits: { offering: { id: string }; provider: { id: string } }[] };
      filtered: { totalCount: number };
      offerings: { totalCount: number };
      node: object;
    }>(
      `query ($old: ID!, $offering: ID!) {
        search(text: "lapwing sheds workshop", first: 1) { hits: nodes { offering { id } provider { id } } }
        filtered: search(filter: { provider: { anyOf: [$old] } }) { totalCount }
        offerings(filter: { provider: { anyOf: [$old] } }) { totalCount }
        node(id: $offering) { ... on Offering { provider { id } sites { nodes { provider { id } } } vacancies { site { id } } } } }`,
      { old: idOf(old.provider), offering: encodeId('off', old.offering.id) },
    );
    expect(data.search.hits).toEqual([
      { offering: { id: encodeId('off', old.offering.id) }, provider: { id: idOf(kept) } },
    ]);
    expect(data.filtered.totalCount).toBe(2);
    expect(data.offerings.totalCount).toBe(2);
    expect(data.node).toEqual({
      provider: { id: idOf(kept) },
      sites: { nodes: [{ provider: { id: idOf(kept) } }] },
      vacancies: [{ site: { id: encodeId('sit', old.site.id) } }],
    });
    expect(other.providerId).toBe(kept.id);
  });

  it('lets the old id and numbers lead to the remaining entry, through a chain, while it is listed', async () => {
    const [a, b, c] = [
      await aProvider(hub, {
        urn: aUrn(),
        ukprn: '10055501',
        companyNumber: 'AB123456',
        charityNumber: '7654321',
      }),
      await aProvider(hub, { urn: aUrn() }),
      await aProvider(hub, { urn: aUrn() }),
    ] as const;
    expect((await duplicates.merge(a, b)).userErrors).toEqual([]);
    expect((await duplicates.merge(b, c)).userErrors).toEqual([]);
    const ask = async () =>
      (
        await hub.query<Record<string, unknown>>(
          `query ($a: ID!, $b: ID!, $urn: String!, $urnB: String!) {
            node(id: $a) { id } nodes(ids: [$a, $b]) { id }
            id: provider(by: { id: $a }) { id } urn: provider(by: { urn: $urn }) { id } urnB: provider(by: { urn: $urnB }) { id }
            ukprn: provider(by: { ukprn: "10055501" }) { id } company: provider(by: { companyNumber: "AB123456" }) { id }
            charity: provider(by: { charityNumber: "7654321" }) { id } }`,
          { a: idOf(a), b: idOf(b), urn: a.urn, urnB: b.urn },
        )
      ).data;
    const answer = { id: idOf(c) };
    expect(await ask()).toEqual({
      node: answer,
      nodes: [answer, answer],
      id: answer,
      urn: answer,
      urnB: answer,
      ukprn: answer,
      company: answer,
      charity: answer,
    });
    await hub.providers.update(c.id, 1, { state: 'SUSPENDED' });
    expect(
      Object.values(await ask())
        .flat()
        .every((value) => value === null),
    ).toBe(true);
  });

  it.each(['SUSPENDED', 'WITHDRAWN', 'IN_REVIEW'] as const)(
    'makes nothing public that only a provider who is %s keeps from it',
    async (state) => {
      const { provider, offering, site } = await aFullProvider(hub, `Ruff Farm ${state}`);
      const from = await hub.providers.update(provider.id, 1, { state });
      const into = await aProvider(hub, { name: `Ruff Centre ${state}` });
      const { userErrors } = await duplicates.merge(from, into);
      expect(userErrors).toEqual(
        [site.name, offering.title].map((name) => ({
          code: 'NOT_IN_THIS_STATE',
          field: ['from'],
          message: expect.stringContaining(`“${name}” is LISTED and hidden only because`),
        })),
      );
      expect(await hub.offerings.get(offering.id)).toBeNull();
      expect(await reread(from)).toMatchObject({ state });

      await rows(`update offering set state = 'SUSPENDED' where id = $1`, [offering.id]);
      await rows(`update site set state = 'WITHDRAWN' where id = $1`, [site.id]);
      expect((await duplicates.merge(from, into)).userErrors).toEqual([]);
    },
  );

  it('takes over what is chosen, numbers only where there is none', async () => {
    const urn = aUrn();
    const from = await aProvider(hub, {
      settingType: 'PRU',
      urn,
      postcode: null,
      website: 'https://old.example',
    });
    const into = await aProvider(hub, { name: 'Plover', website: 'https://new.example', ukprn: '10055777' });
    const answer = await duplicates.merge(from, into, { take: ['URN', 'WEBSITE', 'URN'] });
    expect(answer).toMatchObject({ userErrors: [], provider: { urn, version: 2 } });
    expect(await reread(into)).toMatchObject({ urn, website: 'https://old.example', ukprn: '10055777' });
    expect(await reread(from)).toMatchObject({
      urn: null,
      state: 'WITHDRAWN',
      website: 'https://old.example',
    });
    expect(
      (await hub.query('query ($urn: String!) { provider(by: { urn: $urn }) { id } }', { urn })).data,
    ).toEqual({
      provider: { id: idOf(into) },
    });

    const [one, other] = [await aProvider(hub, { urn: aUrn() }), await aProvider(hub, { urn: aUrn() })];
    expect((await duplicates.merge(one, other, { take: ['URN', 'UKPRN'] })).userErrors).toMatchObject([
      { field: ['take'], code: 'INVALID', message: expect.stringContaining('has a URN of its own') },
      { field: ['take'], code: 'INVALID', message: expect.stringContaining('has no UKPRN') },
    ]);
  });

  it('takes requests for changes along: those of the entry itself are asked of the one that stays', async () => {
    const { provider: from, offering } = await aFullProvider(hub, 'Curlew Yard');
    const into = await aProvider(hub, { name: 'Curlew Yard Trust' });
    const editor = anActor('provider_editor', { providers: [from.id] });
    const { PROVIDER, OFFERING } = hub.register.kinds;
    await hub.register.entries.update(editor, PROVIDER, from.id, 1, { name: 'Curlew Yard Ltd' });
    await hub.register.entries.update(editor, OFFERING, offering.id, 1, { minYear: 8 });
    expect(await duplicates.merge(from, into)).toMatchObject({ userErrors: [] });
    const { data } = await graph.ask<{ register: { nodes: object[] } }>(
      commissioner,
      'query ($id: ID!) { register(filter: { provider: { anyOf: [$id] }, hasOpenChangeRequest: true }) { nodes { entryId changeRequests { entryId fields { field } } } } }',
      { id: idOf(from) },
    );
    const asked = (entryId: string, field: string) => ({
      entryId,
      changeRequests: [{ entryId, fields: [{ field }] }],
    });
    expect(data.register.nodes).toEqual([
      asked(idOf(into), 'name'),
      asked(encodeId('off', offering.id), 'minYear'),
    ]);
  });
});

describe('a merge is refused', () => {
  it.each([
    ['without a reason', { reason: ' ' }, { field: ['reason'], code: 'INVALID' }],
    [
      'at another version of the one that goes',
      { fromVersion: 2 },
      { field: ['fromVersion'], code: 'CONFLICT' },
    ],
    [
      'at another version of the one that stays',
      { intoVersion: 2 },
      { field: ['intoVersion'], code: 'CONFLICT' },
    ],
  ])('%s', async (_, options, error) => {
    const [from, into] = [await aProvider(hub), await aProvider(hub)];
    expect(await duplicates.merge(from, into, options)).toMatchObject({
      provider: null,
      userErrors: [error],
    });
    expect(await reread(from)).toMatchObject({ state: 'LISTED', version: 1 });
  });

  it('into itself, into what is withdrawn, of real with invented, of and into what was merged', async () => {
    const [one, other, third] = [await aProvider(hub), await aProvider(hub), await aProvider(hub)];
    const gone = await aProvider(hub, { state: 'WITHDRAWN' });
    const invented = await aProvider(hub, { isDemonstration: true });
    const code = async (from: Provider, into: Provider) => {
      const { userErrors } = await duplicates.merge(from, into);
      return userErrors?.map(({ field, code }) => [field?.[0], code]);
    };
    expect(await code(one, one)).toEqual([['into', 'INVALID']]);
    expect(await code(one, gone)).toEqual([['into', 'NOT_IN_THIS_STATE']]);
    expect(await code(one, invented)).toEqual([['into', 'INVALID']]);
    expect(await code(one, { ...one, id: '00000000-0000-4000-8000-000000000000' })).toEqual([
      ['into', 'NOT_FOUND'],
    ]);
    expect(await code(one, other)).toEqual([]);
    expect(await code(one, third)).toEqual([['from', 'NOT_IN_THIS_STATE']]);
    expect(await code(third, one)).toEqual([['into', 'NOT_IN_THIS_STATE']]);
    expect(await code(other, one)).toEqual([['into', 'NOT_IN_THIS_STATE']]); // no circle
  });

  it('to those who do not decide for both; what they cannot see does not exist for them', async () => {
    const norfolk = await aProvider(hub, { name: 'Norfolk’s' });
    const theirs = await aProvider(hub, { name: 'Suffolk’s', localAuthorityCode: '935' });
    const draft = await aProvider(hub, { localAuthorityCode: '935', state: 'DRAFT' });
    for (const actor of [commissioner, suffolk]) {
      const { errors } = await duplicates.merge(norfolk, theirs, { actor });
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: 'register.decide' } }]);
    }
    expect(await duplicates.merge(norfolk, draft, { actor: commissioner })).toMatchObject({
      userErrors: [{ field: ['into'], code: 'NOT_FOUND' }],
    });
    for (const role of ['quality_officer', 'provider_editor', 'school'] as const) {
      const actor = anActor(role, { localAuthorities: ['926', '935'], providers: [norfolk.id, theirs.id] });
      expect((await duplicates.merge(norfolk, theirs, { actor })).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
    }
    expect(await duplicates.merge(norfolk, theirs, { actor: both })).toMatchObject({ userErrors: [] });
  });
});
