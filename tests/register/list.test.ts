import fc from 'fast-check';
import type { Actor } from '../../src/features/identity/actor.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import type { EntryKind } from '../../src/features/register/entry/entry-kinds.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

const DAY = 86_400_000;
const AREA = '0199b6a0-0000-7000-8000-00000000000a';
const OTHER_AREA = '0199b6a0-0000-7000-8000-00000000000b';

let hub: TestHub;
let graph: Graph;
let anvil: Provider;
askedHub(async (...started) => {
  [hub, graph] = started;
  await hub.database.pool.query(`
    insert into planning_area (id, local_authority_code, name)
      values ('${AREA}', '926', 'West'), ('${OTHER_AREA}', '926', 'East');
    insert into planning_area_member values ('926', 'DISTRICT', 'E07000147', '${AREA}'), ('926', 'SECTOR', 'NR12 8', '${OTHER_AREA}')`);
  anvil = await aProvider(hub, { name: 'Anvil', settingType: 'WBP', externalReference: 'A-1' });
  const barn = await aProvider(hub, {
    name: 'Barn',
    registration: 'NOT_STATED',
    urn: '900001',
    state: 'DRAFT',
  });
  await aProvider(hub, { name: 'Elsewhere', localAuthorityCode: '935', isDemonstration: true });
  const yard = await aSite(hub, anvil, { name: 'Yard' });
  await aSite(hub, barn, { name: 'Loft', postcode: 'NR12 8AA' });
  const now = hub.clock.now();
  const forge = await anOffering(hub, anvil, { title: 'Forge', siteIds: [yard.id], tier: 'TIER_3' });
  await anOffering(hub, barn, {
    title: 'Café École',
    primaryNeeds: ['ASD'],
    secondaryNeeds: ['SLCN'],
    state: 'IN_REVIEW',
  });
  await aVacancy(hub, forge, { confirmedAt: new Date(now - 10 * DAY), expiresAt: new Date(now) });
  const decision = { basis: 'TENDERED' as const, validFrom: '2026-11-23', validTo: '2026-11-23' };
  await hub.register.decisions.create(commissioner, anvil.id, { ...decision, localAuthorityCode: '926' });
  await hub.register.decisions.create(anActor('commissioner', { localAuthorities: ['935'] }), anvil.id, {
    ...decision,
    basis: 'FRAMEWORK_LOT',
    localAuthorityCode: '935',
  });
  const editor = anActor('provider_editor', { providers: [anvil.id] });
  await hub.register.entries.update(editor, hub.register.kinds.OFFERING as EntryKind, forge.id, 1, {
    minYear: 8,
  });
});

interface Listed {
  readonly register: {
    readonly totalCount: number;
    readonly nodes: readonly { id: string; name: string; updatedAt: string; stateSince: string }[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}
async function list(variables: object, actor: Actor = commissioner) {
  const { data, errors } = await graph.ask<Listed>(
    actor,
    `query ($filter: RegisterFilter, $sort: RegisterSort, $first: Int, $after: String) {
      register(filter: $filter, sort: $sort, first: $first, after: $after) {
        totalCount nodes { id: entryId name updatedAt stateSince } pageInfo { endCursor hasNextPage } } }`,
    { first: 20, ...variables },
  );
  return { errors, names: data?.register.nodes.map(({ name }) => name), ...data?.register };
}

describe('the register is narrowed', () => {
  it.each<[object, string[]]>([
    [{ text: 'oR' }, ['Forge']],
    [{ text: 'éC' }, ['Café École']],
    [{ text: '%' }, []],
    [{ district: { anyOf: ['E07000147'] } }, ['Anvil', 'Barn', 'Forge', 'Loft', 'Yard']],
    [{ district: { anyOf: ['E07000143'] } }, []],
    [{ district: { anyOf: [] } }, []],
    [{ planningArea: { anyOf: [encodeId('pla', AREA)] } }, ['Anvil', 'Forge', 'Yard']],
    [{ planningArea: { anyOf: [encodeId('pla', OTHER_AREA)] } }, ['Barn', 'Loft']],
    [{ planningArea: { anyOf: ['pla_none'] } }, []],
    [{ settingType: { anyOf: ['WBP'] } }, ['Anvil', 'Forge', 'Yard']],
    [{ registration: { anyOf: ['NOT_STATED'] } }, ['Barn', 'Café École', 'Loft']],
    [{ tier: { anyOf: ['TIER_3'] } }, ['Forge']],
    [{ needs: { anyOf: ['SLCN', 'HI'] } }, ['Café École']],
    [{ needs: { anyOf: ['SEMH'] }, tier: { anyOf: ['TIER_2'] } }, []],
    [{ needs: { allOf: ['SLCN'] }, tier: { noneOf: ['TIER_3'] } }, ['Café École']],
    [{ needs: { noneOf: ['SEMH'] } }, ['Café École']],
    [{ settingType: { noneOf: ['WBP'] } }, ['Barn', 'Café École', 'Loft']],
    [{ provider: { noneOf: ['prv_none'] }, kind: ['PROVIDER'] }, ['Anvil', 'Barn']],
    [{ district: { noneOf: ['E07000147'] } }, ['Café École']],
    [{ planningArea: { noneOf: [encodeId('pla', AREA)] }, kind: ['SITE'] }, ['Loft']],
    [{ hasOpenChangeRequest: true }, ['Forge']],
    [{ hasOpenChangeRequest: false, kind: ['OFFERING'] }, ['Café École']],
    [{ listingBasis: ['TENDERED'], kind: ['PROVIDER'] }, ['Anvil']],
    [{ listingBasis: ['FRAMEWORK_LOT'] }, []],
    [{ hasListingDecision: false, kind: ['PROVIDER'] }, ['Barn']],
    [{ vacancyFreshness: ['STALE'] }, ['Anvil', 'Forge']],
    [{ vacancyFreshness: ['CONFIRMED', 'AGEING', 'UNKNOWN'] }, []],
    [{ vacancyFreshness: [] }, []],
    [{ updatedSince: '2999-01-01T00:00:00Z' }, []],
    [{ updatedSince: '2000-01-01T00:00:00Z', kind: ['PROVIDER'] }, ['Anvil', 'Barn']],
    [{ isDemonstration: true }, []],
    [{ isDemonstration: false, kind: ['SITE'] }, ['Loft', 'Yard']],
    [{ externalReference: ['A-1', 'A-2'] }, ['Anvil']],
    [{ urn: ['900001'], kind: ['PROVIDER', 'SITE'] }, ['Barn', 'Loft']],
    [{ state: ['DRAFT', 'IN_REVIEW'], text: 'a' }, ['Barn', 'Café École']],
  ])('by %j', async (filter, names) => {
    const answer = await list({ filter });
    expect([answer.names, answer.totalCount]).toEqual([names, names.length]);
  });

  it('within reach only, whatever is asked', async () => {
    const suffolk = anActor('commissioner', { localAuthorities: ['935'] });
    expect(await list({ filter: { district: { anyOf: ['E07000147'] } } }, suffolk)).toMatchObject({
      names: [],
      totalCount: 0,
    });
    expect(await list({ filter: { isDemonstration: true } }, suffolk)).toMatchObject({
      names: ['Elsewhere'],
    });
    const editor = anActor('provider_editor', { providers: [anvil.id] });
    expect(await list({ filter: { hasListingDecision: true } }, editor)).toMatchObject({
      names: ['Anvil', 'Forge', 'Yard'],
    });
  });

  it.each<[object, string[], string]>([
    [{ tier: { anyOf: ['TIER_9'] } }, ['filter', 'tier', 'anyOf'], 'UNKNOWN_CODE'],
    [{ needs: { anyOf: ['SEMH', 'X'] } }, ['filter', 'needs', 'anyOf'], 'UNKNOWN_CODE'],
    [{ district: { anyOf: ['E0'] } }, ['filter', 'district', 'anyOf'], 'UNKNOWN_CODE'],
    [{ localAuthority: { anyOf: ['000'] } }, ['filter', 'localAuthority', 'anyOf'], 'UNKNOWN_CODE'],
    [{ text: 'x'.repeat(101) }, ['filter', 'text'], 'INVALID'],
    [{ text: '\0' }, ['filter', 'text'], 'INVALID'],
  ])('and says what is wrong with %j', async (filter, field, code) => {
    const { errors } = await list({ filter });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', problems: [{ field, code }] } }]);
  });
});

describe('the register is in order', () => {
  const made = 230;
  beforeAll(async () => {
    await hub.database.pool.query(`
      insert into local_authority (code, name) values ('936', 'Surrey') on conflict do nothing;
      insert into provider (id, name, setting_type, registration, local_authority_code, urn, state, updated_at, state_since)
      select gen_random_uuid(), (array['Alike', 'Zebra', 'Äpfel', 'zoo', 'Mill ' || n])[1 + n % 5], 'OTH', 'UNREGISTERED', '936',
             (800000 + n)::text, (array['LISTED', 'DRAFT', 'SUSPENDED'])[1 + n % 3],
             timestamptz '2026-01-01 00:00:00.000001+00' + (n / 7) * interval '1 microsecond',
             timestamptz '2026-01-01 00:00:00.000001+00' + (n / 50) * interval '1 microsecond'
        from generate_series(1, ${made}) n;
      insert into site (id, provider_id, name, postcode, address_visibility, state)
      select gen_random_uuid(), id, name, 'NR21 9AA', 'FULL', 'LISTED' from provider where local_authority_code = '936' and urn < '800100'`);
  });
  const surrey = anActor('commissioner', { localAuthorities: ['936'] });
  const expected = async (order: string) => {
    const { rows } = await hub.database.pool.query<{ id: string; kind: string }>(
      `select id, kind from (select 'prv' as kind, id, name, updated_at, state_since, local_authority_code la from provider
         union all select 'sit', s.id, s.name, s.updated_at, s.state_since, p.local_authority_code
           from site s join provider p on p.id = s.provider_id) e where la = '936' order by ${order}`,
    );
    return rows.map(({ id, kind }) => encodeId(kind, id));
  };
  const orders = {
    NAME_ASC: 'name collate "C", id',
    NAME_DESC: 'name collate "C" desc, id desc',
    UPDATED_AT_ASC: 'updated_at, id',
    UPDATED_AT_DESC: 'updated_at desc, id desc',
    STATE_SINCE_ASC: 'state_since, id',
    STATE_SINCE_DESC: 'state_since desc, id desc',
  };

  it.each(Object.entries(orders))(
    '%s, in pages of any size that hold everything once',
    async (sort, order) => {
      const all = await expected(order);
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(100, 61, 99), async (first) => {
          const found: string[] = [];
          let after: string | null | undefined = null;
          do {
            const page: Awaited<ReturnType<typeof list>> = await list({ sort, first, after }, surrey);
            expect(page.totalCount).toBe(all.length);
            found.push(...(page.nodes ?? []).map(({ id }) => id));
            after = page.pageInfo?.hasNextPage ? page.pageInfo.endCursor : null;
          } while (after);
          expect(found).toEqual(all);
        }),
        { numRuns: 3 },
      );
    },
  );

  it('says since when an entry is in its state, which other changes do not touch', async () => {
    const provider = await aProvider(hub, { name: 'Waiting', localAuthorityCode: '935', state: 'DRAFT' });
    const since = async () => {
      const { nodes } = await list(
        { filter: { provider: { anyOf: [encodeId('prv', provider.id)] } } },
        councilOf('935'),
      );
      return nodes?.[0]?.stateSince;
    };
    const before = await since();
    const renamed = await hub.providers.update(provider.id, 1, { name: 'Waiting still' });
    expect(await since()).toBe(before);
    const kind = hub.register.kinds.PROVIDER as EntryKind;
    await hub.register.entries.take(councilOf('935'), kind, provider.id, renamed.version, 'SUBMIT');
    expect(Date.parse((await since()) ?? '')).toBeGreaterThan(Date.parse(before ?? ''));
  });

  it('and takes no cursor of another order, nor one that is made up', async () => {
    const { pageInfo } = await list({ first: 1 }, surrey);
    const forged = Buffer.from(JSON.stringify(['2026-13-01T00:00:00.000000Z', AREA])).toString('base64url');
    for (const [sort, after] of [
      ['UPDATED_AT_DESC', pageInfo?.endCursor],
      ['STATE_SINCE_ASC', forged],
      ['NAME_ASC', 'x'],
      ['NAME_DESC', pageInfo?.endCursor],
    ]) {
      const { errors } = await list({ sort, after }, surrey);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });
});

const councilOf = (code: string) => anActor('commissioner', { localAuthorities: [code] });
