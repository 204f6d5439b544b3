import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

const suffolk = anActor('commissioner', { localAuthorities: ['935'] });
const met = { basis: 'MINIMUM_STANDARDS_MET', validFrom: '2026-09-01' };

async function decide(provider: string, input: object, actor = commissioner) {
  const { data, errors } = await graph.ask<{
    listingDecisionCreate: { listingDecision: { id: string; version: number } | null; userErrors: object[] };
  }>(
    actor,
    `mutation ($provider: ID!, $input: ListingDecisionCreateInput!) { listingDecisionCreate(provider: $provider, input: $input) {
      listingDecision { id version } userErrors { code field } } }`,
    { provider, input },
  );
  return { ...data?.listingDecisionCreate, errors };
}
async function publicDecisions(provider: string): Promise<object[]> {
  const { data } = await hub.query<{ provider: { listingDecisions: object[] } | null }>(
    `query ($id: ID!) { provider(by: { id: $id }) { listingDecisions {
      localAuthority { code } basis scope validFrom validTo caveat } } }`,
    { id: provider },
  );
  return data.provider?.listingDecisions ?? [];
}

describe('listing decisions', () => {
  it('of several authorities stand side by side, for everybody', async () => {
    const id = encodeId('prv', (await aProvider(hub)).id);
    await decide(id, {
      ...met,
      localAuthority: '926',
      scope: 'Key stage 4 only.',
      caveat: 'Check insurance.',
    });
    await decide(id, { ...met, localAuthority: '935', basis: 'TENDERED', validTo: '2027-08-31' }, suffolk);
    expect(await publicDecisions(id)).toEqual([
      {
        ...met,
        localAuthority: { code: '926' },
        scope: 'Key stage 4 only.',
        validTo: null,
        caveat: 'Check insurance.',
      },
      {
        localAuthority: { code: '935' },
        basis: 'TENDERED',
        scope: '',
        validFrom: '2026-09-01',
        validTo: '2027-08-31',
        caveat: null,
      },
    ]);
  });

  it('are their own authority’s: nobody else makes or changes them', async () => {
    const id = encodeId('prv', (await aProvider(hub)).id);
    const forbidden = [{ extensions: { code: 'FORBIDDEN', permission: 'register.decide' } }];
    expect((await decide(id, { ...met, localAuthority: '926' }, suffolk)).errors).toMatchObject(forbidden);
    const { listingDecision } = await decide(id, { ...met, localAuthority: '926' });
    const change = (version: number, input: object, actor = commissioner) =>
      graph.ask<{ listingDecisionUpdate: object }>(
        actor,
        `mutation ($id: ID!, $version: Int!, $input: ListingDecisionUpdateInput!) {
          listingDecisionUpdate(id: $id, version: $version, input: $input) { listingDecision { validTo version } userErrors { code field } } }`,
        { id: listingDecision?.id, version, input },
      );
    expect((await change(1, { validTo: '2027-01-01' }, suffolk)).errors).toMatchObject(forbidden);
    expect((await change(1, { validTo: '2026-08-31' })).data.listingDecisionUpdate).toEqual({
      listingDecision: null,
      userErrors: [{ code: 'INVALID', field: ['input', 'validTo'] }],
    });
    expect((await change(1, { validTo: '2027-01-01' })).data.listingDecisionUpdate).toMatchObject({
      listingDecision: { validTo: '2027-01-01', version: 2 },
    });
    expect((await change(1, { validTo: null })).data.listingDecisionUpdate).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
  });

  it('that hold today are what a match says a listing rests on', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider);
    await anOffering(hub, provider, { primaryNeeds: ['HI'], siteIds: [site.id] });
    const basis = async () => {
      const { data } = await hub.query<{ match: { matches: { listingSentence: string }[] } }>(
        '{ match(profile: { needs: [{ code: "HI" }] }) { matches { listingSentence } } }',
      );
      return data.match.matches[0]?.listingSentence;
    };
    expect(await basis()).toContain('The hub has no local authority’s decision on listing it.');
    const id = encodeId('prv', provider.id);
    await decide(id, {
      ...met,
      localAuthority: '926',
      scope: 'key stage 3',
      caveat: 'Not for transport.',
    });
    await decide(id, { ...met, localAuthority: '926', validTo: '2026-09-30', scope: 'the past' });
    await decide(id, { ...met, localAuthority: '926', validFrom: '2027-09-01', scope: 'the future' });
    expect(await basis()).toBe(
      'The provider is not registered as a school; commissioners make their own checks. ' +
        'Norfolk found that it meets the authority’s minimum standards for key stage 3, from 1 September 2026. Not for transport.',
    );
  });

  it('hold from their first day to their last, both of them included', async () => {
    const provider = await aProvider(hub);
    const id = encodeId('prv', provider.id);
    const days = [
      ['ended yesterday', '2026-09-01', '2026-11-22'],
      ['ends today', '2026-09-01', '2026-11-23'],
      ['begins today', '2026-11-23', null],
      ['begins tomorrow', '2026-11-24', null],
    ] as const;
    for (const [scope, validFrom, validTo] of days) {
      await decide(id, { ...met, localAuthority: '926', scope, validFrom, validTo });
    }
    const inForce = await hub.register.decisions.inForce(provider.id);
    expect(inForce.map(({ scope }) => scope).sort()).toEqual(['begins today', 'ends today']);
  });

  it('sent twice with one key are made once, and a change of one says why', async () => {
    const id = encodeId('prv', (await aProvider(hub)).id);
    const send = (scope: string) =>
      graph.ask<{ listingDecisionCreate: { listingDecision: { id: string } | null; userErrors: object[] } }>(
        commissioner,
        `mutation ($id: ID!, $input: ListingDecisionCreateInput!) { listingDecisionCreate(
          provider: $id, input: $input, idempotencyKey: "once") { listingDecision { id } userErrors { code } } }`,
        { id, input: { ...met, localAuthority: '926', scope } },
      );
    const [first, again, other] = [await send('all'), await send('all'), await send('some')];
    expect(again.data.listingDecisionCreate).toEqual(first.data.listingDecisionCreate);
    expect(other.data.listingDecisionCreate.userErrors).toEqual([{ code: 'KEY_REUSED' }]);
    expect(await publicDecisions(id)).toHaveLength(1);
  });

  it('of a provider that is not listed are not public', async () => {
    const provider = await aProvider(hub);
    const id = encodeId('prv', provider.id);
    await decide(id, { ...met, localAuthority: '926' });
    expect(await publicDecisions(id)).toHaveLength(1);
    await hub.providers.update(provider.id, 1, { state: 'SUSPENDED' });
    expect(await publicDecisions(id)).toEqual([]);
    await hub.providers.update(provider.id, 2, { state: 'LISTED' });
    expect(await publicDecisions(id)).toHaveLength(1);
  });
});
