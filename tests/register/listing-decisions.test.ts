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
      localAuthorityCode: '926',
      scope: 'Key stage 4 only.',
      caveat: 'Check insurance.',
    });
    await decide(
      id,
      { ...met, localAuthorityCode: '935', basis: 'TENDERED', validTo: '2027-08-31' },
      suffolk,
    );
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
    expect((await decide(id, { ...met, localAuthorityCode: '926' }, suffolk)).errors).toMatchObject(
      forbidden,
    );
    const { listingDecision } = await decide(id, { ...met, localAuthorityCode: '926' });
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
      const { data } = await hub.query<{ match: { matches: { listingBasis: string }[] } }>(
        '{ match(profile: { needs: [{ code: "HI" }] }) { matches { listingBasis } } }',
      );
      return data.match.matches[0]?.listingBasis;
    };
    expect(await basis()).toContain('No local authority’s decision on listing it is recorded here.');
    const id = encodeId('prv', provider.id);
    await decide(id, {
      ...met,
      localAuthorityCode: '926',
      scope: 'key stage 3',
      caveat: 'Not for transport.',
    });
    await decide(id, { ...met, localAuthorityCode: '926', validTo: '2026-09-30', scope: 'the past' });
    await decide(id, { ...met, localAuthorityCode: '926', validFrom: '2027-09-01', scope: 'the future' });
    expect(await basis()).toBe(
      'The provider is not registered as a school; commissioners make their own checks. ' +
        'Norfolk found its minimum standards met for key stage 3, from 1 September 2026. Not for transport.',
    );
  });

  it('of a provider that is not listed are not public', async () => {
    const provider = await aProvider(hub);
    const id = encodeId('prv', provider.id);
    await decide(id, { ...met, localAuthorityCode: '926' });
    expect(await publicDecisions(id)).toHaveLength(1);
    await hub.providers.update(provider.id, 1, { state: 'SUSPENDED' });
    expect(await publicDecisions(id)).toEqual([]);
    await hub.providers.update(provider.id, 2, { state: 'LISTED' });
    expect(await publicDecisions(id)).toHaveLength(1);
  });
});
