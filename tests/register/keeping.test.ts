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

interface Answer {
  readonly [name: string]: {
    readonly entry: Record<string, unknown> | null;
    readonly changeRequest?: Record<string, unknown> | null;
    readonly userErrors: readonly { code: string; field: string[] | null; message: string }[];
  };
}
const USER_ERRORS = 'userErrors { code field message }';

let serial = 0;
const newProvider = (values: object = {}) => ({
  name: `Kept provider ${++serial}`,
  settingType: 'OTH',
  registration: 'UNREGISTERED',
  localAuthority: '926',
  postcode: 'NR21 9AA',
  ...values,
});
async function createProvider(input: object, key?: string, actor = commissioner) {
  const { data, errors } = await graph.ask<Answer>(
    actor,
    `mutation ($input: ProviderCreateInput!, $key: String) { providerCreate(input: $input, idempotencyKey: $key) {
      entry: provider { id name state version } ${USER_ERRORS} } }`,
    { input, key },
  );
  return { ...data?.providerCreate, errors };
}

describe('from a draft to the public', () => {
  it('goes a provider with its site, offering and vacancy, by mutations alone', async () => {
    const one = async (document: string, variables: object) => {
      const { data, errors } = await graph.ask<Answer>(commissioner, document, { ...variables });
      expect(errors).toBeUndefined();
      const answer = Object.values(data)[0]!;
      expect(answer.userErrors).toEqual([]);
      return answer.entry as { id: string; version: number };
    };
    const list = async (kind: string, id: string) => {
      for (const [i, step] of ['Submit', 'StartReview', 'Approve'].entries()) {
        await one(
          `mutation ($id: ID!, $version: Int!) { ${kind}${step}(id: $id, version: $version) { entry: ${kind} { id } ${USER_ERRORS} } }`,
          { id, version: i + 1 },
        );
      }
    };
    const { entry: provider } = await createProvider(newProvider({ name: 'Wherry Workshop' }));
    const providerId = String(provider?.id);
    const site = await one(
      `mutation ($input: SiteCreateInput!) { siteCreate(input: $input) {
        entry: site { id version latitude positionPrecision district { code } } ${USER_ERRORS} } }`,
      { input: { provider: providerId, name: 'The quay', postcode: 'NR21 9AA' } },
    );
    expect(site).toMatchObject({
      latitude: expect.any(Number),
      positionPrecision: 'SECTOR',
      district: { code: 'E07000147' },
    });
    const offering = await one(
      `mutation ($input: OfferingCreateInput!) { offeringCreate(input: $input) { entry: offering { id version } ${USER_ERRORS} } }`,
      {
        input: {
          provider: providerId,
          sites: [site.id],
          title: 'Wherry building',
          tier: 'TIER_2',
          primaryNeeds: ['SEMH'],
          minYear: 9,
          maxYear: 11,
          deliveryModes: ['IN_PERSON'],
          attendance: 'PART_TIME',
        },
      },
    );
    const find = async () => {
      const { data } = await hub.query<{ search: { hits: object[] } }>(
        `{ search(text: "wherry", near: { place: { postcode: "NR21 9AA" }, within: { km: 5 } }) {
          hits: nodes { offering { title } site { name } nextVacancy { placesBand freshness } } } }`,
      );
      return data.search.hits;
    };
    await list('provider', providerId);
    await list('site', site.id);
    expect(await find()).toEqual([]);
    await list('offering', offering.id);
    await one(
      `mutation ($input: VacancyCreateInput!) { vacancyCreate(input: $input) { entry: vacancy { id } ${USER_ERRORS} } }`,
      {
        input: {
          offering: offering.id,
          site: site.id,
          state: 'CAPACITY',
          placesAvailable: 3,
          unit: 'FTE',
          availableFrom: '2026-12-01',
          minYear: 9,
          maxYear: 11,
        },
      },
    );
    expect(await find()).toEqual([
      {
        offering: { title: 'Wherry building' },
        site: { name: 'The quay' },
        nextVacancy: { placesBand: 'THREE_TO_FIVE', freshness: 'CONFIRMED' },
      },
    ]);
  });

  it('is refused to users who cannot write there, and nothing is written', async () => {
    const suffolk = anActor('commissioner', { localAuthorities: ['935'] });
    const input = newProvider({ name: 'Not to be' });
    for (const actor of [suffolk, anActor('school'), anActor('provider_editor')]) {
      const { errors } = await createProvider(input, undefined, actor);
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
    const { rows } = await hub.database.pool.query(`select 1 from provider where name = 'Not to be'`);
    expect(rows).toEqual([]);
  });

  it('says everything that is wrong, under the names of the graph', async () => {
    const provider = await aProvider(hub);
    const { data } = await graph.ask<Answer>(
      commissioner,
      `mutation ($input: OfferingCreateInput!) { offeringCreate(input: $input) { entry: offering { id } ${USER_ERRORS} } }`,
      {
        input: {
          provider: encodeId('prv', provider.id),
          sites: [encodeId('sit', (await aSite(hub, await aProvider(hub))).id)],
          title: 'Elsewhere',
          tier: 'TIER_2',
          primaryNeeds: ['SEMH'],
          minYear: 9,
          maxYear: 11,
          deliveryModes: ['IN_PERSON'],
        },
      },
    );
    expect(data.offeringCreate).toEqual({
      entry: null,
      userErrors: [
        {
          code: 'INVALID',
          field: ['input', 'sites'],
          message: 'An offering can only run at sites of its own provider.',
        },
      ],
    });
    const { userErrors } = await createProvider(
      newProvider({ urn: '199704', settingType: 'NONE', registration: 'NONE' }),
    );
    expect(userErrors?.map(({ field }) => field?.[1])).toEqual(['settingType', 'registration']);
  });
});

describe('an idempotency key', () => {
  it('returns the first result for the same request, and refuses another', async () => {
    const input = newProvider();
    const first = await createProvider(input, 'key-1');
    expect((await createProvider({ ...input }, 'key-1')).entry).toEqual(first.entry);
    const other = await createProvider(newProvider(), 'key-1');
    expect(other).toMatchObject({
      entry: null,
      userErrors: [{ code: 'KEY_REUSED', field: ['idempotencyKey'] }],
    });
    const administrator = anActor('administrator', { localAuthorities: ['926'] });
    expect((await createProvider(newProvider(), 'key-1', administrator)).entry?.id).not.toBe(first.entry?.id);
  });

  it('makes one entry of two requests at a time', async () => {
    const input = newProvider();
    const both = await Promise.all([createProvider(input, 'key-2'), createProvider(input, 'key-2')]);
    expect(both[0].entry?.id).toBeDefined();
    expect(both[1].entry).toEqual(both[0].entry);
  });

  it('is free again when the request failed, and after a day', async () => {
    await createProvider(newProvider({ urn: '199701' }), 'key-3');
    const failed = await createProvider(newProvider({ urn: '199701' }), 'key-4');
    expect(failed.userErrors).toMatchObject([{ code: 'TAKEN' }]);
    const made = await createProvider(newProvider({ urn: '199702' }), 'key-4');
    expect(made.userErrors).toEqual([]);
    hub.clock.pass(24 * 3_600_000);
    const next = await createProvider(newProvider({ urn: '199703' }), 'key-4');
    expect(next.entry?.id).not.toBe(made.entry?.id);
  });
});

describe('a change', () => {
  const update = async (id: string, version: number, input: object, actor = commissioner) => {
    const { data, errors } = await graph.ask<Answer>(
      actor,
      `mutation ($id: ID!, $version: Int!, $input: OfferingUpdateInput!) {
        offeringUpdate(id: $id, version: $version, input: $input, reason: "Agreed.") {
          entry: offering { title version minYear } changeRequest { state fields { field from to } } ${USER_ERRORS} } }`,
      { id, version, input },
    );
    return { ...data?.offeringUpdate, errors };
  };

  it('succeeds for one of two who write at a time: the other gets a conflict, and nothing is half done', async () => {
    const { id } = await anOffering(hub, await aProvider(hub));
    const both = await Promise.all(
      [7, 8].map((minYear) =>
        update(encodeId('off', id), 1, { minYear, maxYear: minYear, title: `From ${minYear}` }),
      ),
    );
    const won = both.find(({ entry }) => entry);
    const lost = both.find(({ entry }) => !entry);
    expect(lost?.userErrors).toMatchObject([{ code: 'CONFLICT', field: ['version'] }]);
    expect(await hub.offerings.get(id)).toMatchObject({ ...won?.entry, version: 2 });
  });

  it('to what already is so spends no version', async () => {
    const offering = await anOffering(hub, await aProvider(hub), { days: ['MON', 'TUE'] });
    const same = { title: offering.title, days: ['TUE', 'MON'], sites: [] };
    const { entry } = await update(encodeId('off', offering.id), 1, same);
    expect(entry).toMatchObject({ version: 1 });
    const { rows } = await hub.database.pool.query(
      'select count(*)::int n from change where entity_id = $1',
      [offering.id],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('by a provider to its own draft is made at once; while the council looks at it, it is refused', async () => {
    const provider = await aProvider(hub);
    const editor = anActor('provider_editor', { providers: [provider.id] });
    const draft = await anOffering(hub, provider, { state: 'DRAFT' });
    const changed = await update(encodeId('off', draft.id), 1, { minYear: 8 }, editor);
    expect(changed).toMatchObject({ entry: { minYear: 8, version: 2 }, changeRequest: null });
    const looked = await anOffering(hub, provider, { state: 'IN_REVIEW' });
    const refused = await update(encodeId('off', looked.id), 1, { minYear: 8 }, editor);
    expect(refused).toMatchObject({ entry: null, userErrors: [{ code: 'NOT_IN_THIS_STATE' }] });
  });

  it('by a provider to what is listed is made where the field is its own, and asked for where it is the council’s', async () => {
    const provider = await aProvider(hub);
    const editor = anActor('provider_editor', { providers: [provider.id] });
    const { id } = await anOffering(hub, provider);
    const answer = await update(encodeId('off', id), 1, { title: 'Own words', minYear: 8 }, editor);
    expect(answer).toMatchObject({
      entry: { title: 'Own words', version: 2, minYear: 7 },
      changeRequest: { state: 'OPEN', fields: [{ field: 'minYear', from: '7', to: '8' }] },
      userErrors: [],
    });
    const stranger = anActor('provider_editor', { providers: [(await aProvider(hub)).id] });
    const { errors } = await update(encodeId('off', id), 2, { title: 'Taken over' }, stranger);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: 'entry.write' } }]);
  });

  it('to another authority is for those who keep both registers', async () => {
    const provider = await aProvider(hub);
    const move = (actor = commissioner) =>
      graph.ask<Answer>(
        actor,
        `mutation ($id: ID!) { providerUpdate(id: $id, version: 1, input: { localAuthority: "935" }) {
          entry: provider { localAuthority { code } } ${USER_ERRORS} } }`,
        { id: encodeId('prv', provider.id) },
      );
    expect((await move()).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const both = anActor('commissioner', { localAuthorities: ['926', '935'] });
    const { data } = await move(both);
    expect([data.providerUpdate?.entry, data.providerUpdate?.userErrors.length]).toEqual([
      { localAuthority: { code: '935' } },
      0,
    ]);
  });
});
