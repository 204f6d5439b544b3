import type { Actor } from '../../src/features/identity/actor.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import type { EntryKind } from '../../src/features/register/entry/entry-kinds.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

const DAY = 86_400_000;

let hub: TestHub;
let graph: Graph;
let listed: Provider;
let draft: Provider;
askedHub(async (...started) => {
  [hub, graph] = started;
  listed = await aProvider(hub, { name: 'B listed' });
  draft = await aProvider(hub, { name: 'D draft', state: 'DRAFT' });
  await aProvider(hub, { name: 'E elsewhere', state: 'IN_REVIEW', localAuthorityCode: '935' });
  await aSite(hub, listed, { name: 'C site', state: 'SUBMITTED' });
  const offering = await anOffering(hub, listed, { title: 'A offering' });
  const now = hub.clock.now();
  const confirmed = { confirmedAt: new Date(now - 10 * DAY) };
  await aVacancy(hub, offering);
  await aVacancy(hub, offering, { ...confirmed, expiresAt: new Date(now + 5 * DAY) });
  await aVacancy(hub, offering, { ...confirmed, expiresAt: new Date(now) });
  await aVacancy(hub, offering, { confirmedAt: null, expiresAt: null });
  await aVacancy(hub, offering, { ...confirmed, expiresAt: null });
  const editor = anActor('provider_editor', { providers: [listed.id] });
  await hub.register.entries.update(editor, hub.register.kinds.OFFERING as EntryKind, offering.id, 1, {
    minYear: 8,
  });
});

interface Listed {
  readonly register: {
    readonly totalCount: number;
    readonly nodes: readonly { name: string; state: string }[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}
async function list(actor: Actor, filter: object = {}, page: { first?: number; after?: string | null } = {}) {
  const { data, errors } = await graph.ask<Listed>(
    actor,
    `query ($filter: RegisterFilter, $first: Int, $after: String) { register(filter: $filter, first: $first, after: $after) {
      totalCount nodes { name state } pageInfo { endCursor hasNextPage } } }`,
    { filter, first: 20, ...page },
  );
  return { names: data?.register.nodes.map(({ name }) => name), errors, ...data?.register };
}

describe('the register', () => {
  it('is read within reach only: by name, in every state', async () => {
    expect(await list(commissioner)).toMatchObject({
      names: ['A offering', 'B listed', 'C site', 'D draft'],
      totalCount: 4,
    });
    const own = anActor('provider_editor', { providers: [draft.id] });
    expect(await list(own)).toMatchObject({ names: ['D draft'], totalCount: 1 });
    const suffolk = anActor('commissioner', { localAuthorities: ['935'] });
    expect(await list(suffolk, { localAuthority: { anyOf: ['926'] } })).toMatchObject({
      names: [],
      totalCount: 0,
    });
    expect((await list(anActor('school'))).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it.each([
    [{ kind: ['PROVIDER'] }, ['B listed', 'D draft']],
    [{ state: ['DRAFT', 'SUBMITTED'] }, ['C site', 'D draft']],
    [{ kind: ['SITE', 'OFFERING'], state: ['LISTED'] }, ['A offering']],
    [{ hasOpenChangeRequest: true }, ['A offering']],
    [{ state: [] }, []],
    [{ kind: [] }, []],
    [{ provider: { anyOf: ['prv_none'] } }, []],
  ])('is narrowed by %j', async (filter, names) => {
    const answer = await list(commissioner, filter);
    expect([answer.names, answer.totalCount]).toEqual([names, names.length]);
  });

  it('is narrowed to a provider and all it has', async () => {
    const { names } = await list(commissioner, { provider: { anyOf: [encodeId('prv', listed.id)] } });
    expect(names).toEqual(['A offering', 'B listed', 'C site']);
  });

  it('comes in pages that hold everything once', async () => {
    const names: string[] = [];
    let after: string | null | undefined = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(commissioner, {}, { first: 1, after });
      names.push(...(page.names ?? []));
      after = page.pageInfo?.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(names).toEqual(['A offering', 'B listed', 'C site', 'D draft']);
  });

  it('shows entries whole, with who may do what next', async () => {
    const { data } = await graph.ask(
      anActor('provider_editor', { providers: [draft.id] }),
      `query ($id: ID!) { registerEntry(id: $id) { kind version steps lastStep { from to } site { id } offering { id }
        provider { name state localAuthority { code } } changeRequests { id } } }`,
      { id: encodeId('prv', draft.id) },
    );
    expect(data).toEqual({
      registerEntry: {
        kind: 'PROVIDER',
        version: 1,
        steps: ['SUBMIT', 'WITHDRAW'],
        lastStep: { from: null, to: 'DRAFT' },
        site: null,
        offering: null,
        provider: { name: 'D draft', state: 'DRAFT', localAuthority: { code: '926' } },
        changeRequests: [],
      },
    });
  });

  it('shows no entries that are out of reach', async () => {
    const document = 'query ($id: ID!) { registerEntry(id: $id) { name } }';
    const id = encodeId('prv', draft.id);
    const suffolk = anActor('commissioner', { localAuthorities: ['935'] });
    expect((await graph.ask(suffolk, document, { id })).data).toEqual({ registerEntry: null });
    expect((await hub.query(document, { id })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('the overview', () => {
  const document = `{ registerOverview(localAuthority: "926") { localAuthority { name } waitingEntries openChangeRequests
    states { kind state count } vacancies { confirmed ageing stale unknown } } }`;

  it('counts what a local authority has, and nobody else’s', async () => {
    const { data } = await graph.ask<{ registerOverview: { states: object[] } }>(commissioner, document);
    expect(data.registerOverview).toEqual({
      localAuthority: { name: 'Norfolk' },
      waitingEntries: 1,
      openChangeRequests: 1,
      states: expect.anything(),
      vacancies: { confirmed: 2, ageing: 1, stale: 1, unknown: 1 },
    });
    expect(new Set(data.registerOverview.states)).toEqual(
      new Set([
        { kind: 'PROVIDER', state: 'LISTED', count: 1 },
        { kind: 'PROVIDER', state: 'DRAFT', count: 1 },
        { kind: 'SITE', state: 'SUBMITTED', count: 1 },
        { kind: 'OFFERING', state: 'LISTED', count: 1 },
      ]),
    );
  });

  it('is for those who keep that register', async () => {
    const suffolk = anActor('commissioner', { localAuthorities: ['935'] });
    for (const actor of [suffolk, anActor('provider_editor', { providers: [listed.id] })]) {
      const { errors } = await graph.ask(actor, document);
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: 'register.read' } }]);
    }
  });
});
