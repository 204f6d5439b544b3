// Spelt in odd ways on purpose. cspell:ignore Lodz
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { startStatementLog } from '../guards/statement-log.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider, aSite } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';
import { brief, CANDIDATE, duplicatesOf, type ShownCandidate, suffolk, type UserError } from './ask.js';

let hub: TestHub;
let graph: Graph;
let duplicates: ReturnType<typeof duplicatesOf>;
askedHub((...started) => {
  [hub, graph] = started;
  duplicates = duplicatesOf(graph);
});
beforeEach(() => hub.database.pool.query('delete from provider'));

const aSchool = (values: Parameters<typeof aProvider>[1]) =>
  aProvider(hub, { settingType: 'PRU', registration: 'REGISTERED_SCHOOL', postcode: null, ...values });

const boatyard = {
  name: 'Broadside Boatyard',
  settingType: 'OTH',
  registration: 'UNREGISTERED',
  localAuthority: '926',
  postcode: 'NR12 8AA',
};
interface Created {
  readonly provider: { id: string } | null;
  readonly userErrors: UserError[];
  readonly duplicateCandidates: ShownCandidate[];
}
async function create(input: object, actor = commissioner) {
  const { data, errors } = await graph.ask<{ providerCreate: Created }>(
    actor,
    `mutation ($input: ProviderCreateInput!) { providerCreate(input: $input) {
      provider { id } userErrors { field code message } duplicateCandidates { ${CANDIDATE} } } }`,
    { input: { ...boatyard, ...input } },
  );
  expect(errors).toBeUndefined();
  return data.providerCreate;
}

describe('names', () => {
  it.each([
    ["St Mary's Zebrafinch", 'Saint Mary’s Zebrafinch'],
    ['Hope & Okapi', 'HOPE AND OKAPI'],
    ['The Z.O.O. Club', 'The ZOO Club'],
    ['Łódź Café', 'Lodz Cafe'],
    ['Numbat-on-Sea Farm', 'Numbat on  Sea Farm'],
  ])('that are spelt differently are the same: %j and %j', async (one, other) => {
    await aProvider(hub, { name: one, postcode: 'NR12 8AA', state: 'LISTED' });
    await hub.feed.sync();
    const near = await create({ name: other });
    expect(near.duplicateCandidates[0]?.reasons[0]).toMatchObject({ kind: 'SIMILAR_NAME', similarity: 1 });
    await aSchool({ name: one, state: 'LISTED', urn: '900001' });
    await hub.feed.sync();
    const unplaced = await create({ name: other, postcode: 'NR21 9AA' });
    expect(brief(unplaced.duplicateCandidates)).toContainEqual([
      one,
      expect.anything(),
      'SIMILAR_NAME',
      'SAME_LOCAL_AUTHORITY',
    ]);
  });
});

describe('the rule', () => {
  it('uses numbers, strongest first, with a sentence for each', async () => {
    await aSchool({ name: 'By company', companyNumber: '01234567' });
    await aSchool({ name: 'By charity', charityNumber: '1234567' });
    await aSchool({ name: 'By UKPRN', ukprn: '10012345' });
    const { duplicateCandidates } = await create({
      ukprn: '10012345',
      companyNumber: '01234567',
      charityNumber: '1234567',
    });
    expect(brief(duplicateCandidates)?.sort()).toEqual([
      ['By UKPRN', 'STRONG', 'SAME_UKPRN'],
      ['By charity', 'STRONG', 'SAME_CHARITY_NUMBER'],
      ['By company', 'STRONG', 'SAME_COMPANY_NUMBER'],
    ]);
    const sentences = duplicateCandidates.flatMap(({ reasons }) => reasons.map(({ sentence }) => sentence));
    expect(sentences).toContain('Both have the UKPRN 10012345, and their URNs do not differ.');
  });

  it.each([
    [
      'a UKPRN where two URNs differ',
      { urn: '199101', ukprn: '10012345' },
      { urn: '199102', ukprn: '10012345' },
      false,
    ],
    ['a UKPRN where one has no URN', { urn: '199101', ukprn: '10012345' }, { ukprn: '10012345' }, true],
    [
      'a company number where two UKPRNs differ',
      { ukprn: '10012345', companyNumber: '01234567' },
      { ukprn: '10012346', companyNumber: '01234567' },
      false,
    ],
    [
      'a charity number where two company numbers differ',
      { companyNumber: '01234567', charityNumber: '1234567' },
      { companyNumber: '01234568', charityNumber: '1234567' },
      false,
    ],
  ])('on %s', async (_, one, other, counts) => {
    const school = await aSchool({ name: 'Alder School', ...one });
    await aSchool({ name: 'Willow House', ...other });
    expect(brief((await duplicates.candidates(school)) as ShownCandidate[])).toHaveLength(counts ? 1 : 0);
  });

  it('takes alike names at one postcode, of an office or a site; much alike ones nearby', async () => {
    await aProvider(hub, { name: 'Broadside Boat Yard', postcode: 'NR12 8AA' });
    const atSite = await aProvider(hub, { name: 'The Broadside Boatyard', postcode: 'NR1 1AA' });
    await aSite(hub, atSite, { postcode: 'NR12 8AA' });
    await aProvider(hub, { name: 'Broadside Boatyards', postcode: 'NR12 9ZZ' });
    await aProvider(hub, { name: 'Broadside Farm School', postcode: 'NR12 9ZZ' });
    await aProvider(hub, { name: 'Quite another thing', postcode: 'NR12 8AA' });
    await aProvider(hub, { name: 'Broadside Boatyard', postcode: 'IP1 1AA' });
    expect(brief((await create({})).duplicateCandidates)).toEqual([
      ['The Broadside Boatyard', expect.any(String), 'SIMILAR_NAME', 'SAME_POSTCODE'],
      ['Broadside Boat Yard', 'LIKELY', 'SIMILAR_NAME', 'SAME_POSTCODE'],
      ['Broadside Boatyards', 'POSSIBLE', 'SIMILAR_NAME', 'SAME_OUTCODE'],
    ]);
  });

  it('takes nearly equal names in one register where of one no place is known', async () => {
    await aSchool({ name: 'Broadside Boatyard', companyNumber: '01234567' });
    const { duplicateCandidates } = await create({});
    expect(brief(duplicateCandidates)).toEqual([
      ['Broadside Boatyard', 'POSSIBLE', 'SIMILAR_NAME', 'SAME_LOCAL_AUTHORITY'],
    ]);
    const elsewhere = await create({ localAuthority: '935', postcode: null, ukprn: '10099999' }, suffolk);
    expect(brief(elsewhere.duplicateCandidates)).toEqual([]);
  });

  it('puts reasons together: a number and a name weigh more than each', async () => {
    await aProvider(hub, { name: 'Other name', companyNumber: '01234567', postcode: 'IP1 1AA' });
    await aProvider(hub, {
      name: 'Broadside Boatyard',
      companyNumber: '01234567',
      ukprn: '10012345',
      postcode: 'NR12 8AA',
    });
    const { duplicateCandidates } = await create({ companyNumber: '01234567', name: 'Broadside Boat-yard' });
    expect(brief(duplicateCandidates)?.[0]).toEqual([
      'Broadside Boatyard',
      'STRONG',
      'SAME_COMPANY_NUMBER',
      'SIMILAR_NAME',
      'SAME_POSTCODE',
    ]);
  });
});

describe('candidates', () => {
  it('show who has a number that is refused', async () => {
    await aSchool({ name: 'Alder School', urn: '199101' });
    const { provider, userErrors, duplicateCandidates } = await create({ urn: '199101' });
    expect(provider).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'TAKEN', field: ['input', 'urn'] }]);
    expect(brief(duplicateCandidates)).toEqual([['Alder School', 'STRONG', 'SAME_URN']]);
  });

  it('are none for what cannot be stored, and none where nothing is alike', async () => {
    const unstorable = await create({ name: 'Nul \0 character' });
    expect([unstorable.userErrors.length, unstorable.duplicateCandidates]).toEqual([1, []]);
    await aProvider(hub, { name: 'Elder Boatyard Trust', postcode: 'NR25 6AA' });
    const named = { postcode: 'NR25 6AA', settingType: 'OTH' };
    expect(
      brief((await create({ ...named, name: 'Elder Boatyard Trusts' })).duplicateCandidates),
    ).toHaveLength(1);
    // What was refused for its words or its length is not read any further.
    for (const name of ['Elder Boatyard Trust, DOB', `Elder Boatyard Trust${' '.repeat(300)}s`]) {
      const refused = await create({ ...named, name });
      expect([refused.userErrors.length, refused.duplicateCandidates]).toEqual([1, []]);
    }
    expect((await create({})).duplicateCandidates).toEqual([]);
  });

  it('never show drafts of another local authority, nor compare with what is not public there', async () => {
    const draft = { localAuthorityCode: '935', postcode: 'NR12 8AA', state: 'DRAFT' } as const;
    await aProvider(hub, { ...draft, name: 'Broadside Boatyard', ukprn: '10012345' });
    // Listed: its office and the home behind an outcode are not public, its site is.
    const home = await aProvider(hub, { ...draft, name: 'Broadside Boatyard Home', state: 'LISTED' });
    await aSite(hub, home, { postcode: 'NR12 8AA', addressVisibility: 'OUTCODE' });
    const open = await aProvider(hub, {
      ...draft,
      name: 'Broadside Boatyard Open',
      state: 'LISTED',
      postcode: 'IP1 1AA',
    });
    await aSite(hub, open, { postcode: 'NR12 8AA' });
    const { duplicateCandidates, userErrors } = await create({ ukprn: '10012345' });
    expect(userErrors).toMatchObject([{ code: 'TAKEN' }]);
    expect(brief(duplicateCandidates)).toEqual([]);

    const own = await create({});
    expect(brief(own.duplicateCandidates)).toEqual([]);
    await hub.providers.update(home.id, 1, { name: 'Broadside Boatyards' });
    await hub.providers.update(open.id, 1, { name: 'Broadside Boatyard' });
    const mine = await aProvider(hub, {
      name: 'Broadside Boatyard',
      postcode: 'IP9 9AA',
      companyNumber: '01234567',
    });
    await aSite(hub, mine, { postcode: 'NR12 8AA' });
    const found = (await duplicates.candidates(mine)) as ShownCandidate[];
    const others = found.filter(({ provider }) => provider.id !== own.provider?.id);
    expect(brief(others)?.sort()).toEqual([
      ['Broadside Boatyard', 'STRONG', 'SIMILAR_NAME', 'SAME_POSTCODE'],
      ['Broadside Boatyards', 'POSSIBLE', 'SIMILAR_NAME', 'SAME_OUTCODE'], // the home: its outcode is public
    ]);
  });

  it('are not to be had by claiming to be of another local authority', async () => {
    await aProvider(hub, { name: 'Broadside Boatyard', localAuthorityCode: '935', postcode: 'NR12 8AA' });
    const { duplicateCandidates } = await create({ localAuthority: '935', settingType: 'NONE' });
    expect(duplicateCandidates).toEqual([]);
  });

  it('of an entry are for those who read its register; null for others, as for none', async () => {
    const mine = await aProvider(hub, { name: 'Broadside Boatyard', postcode: 'NR12 8AA' });
    await aProvider(hub, {
      name: 'Broadside Boatyard',
      postcode: 'NR12 8AA',
      companyNumber: '01234567',
      state: 'DRAFT',
    });
    expect(brief((await duplicates.candidates(mine)) as ShownCandidate[])).toEqual([
      ['Broadside Boatyard', 'STRONG', 'SIMILAR_NAME', 'SAME_POSTCODE'],
    ]);
    expect(await duplicates.candidates(mine, suffolk)).toBeNull();
    expect(await duplicates.candidates({ id: '00000000-0000-4000-8000-000000000000' })).toBeNull();
    const editor = anActor('provider_editor', { providers: [mine.id] });
    expect(await duplicates.candidates(mine, editor)).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN', permission: 'register.read' } }],
    });
  });

  it('come with a change of identity, and with each input of a bulk upsert in one statement', async () => {
    const alder = await aSchool({ name: 'Alder School', ukprn: '10012345', urn: '199101' });
    const other = await aProvider(hub, { name: 'Willow House' });
    const update = await graph.ask<{ providerUpdate: Created }>(
      commissioner,
      `mutation ($id: ID!) { providerUpdate(id: $id, version: 1, input: { ukprn: "10012345" }) {
        userErrors { code } duplicateCandidates { ${CANDIDATE} } } }`,
      { id: encodeId('prv', other.id) },
    );
    expect(brief(update.data.providerUpdate.duplicateCandidates)).toEqual([
      ['Alder School', 'STRONG', 'SAME_UKPRN'],
    ]);

    const inputs = Array.from({ length: 100 }, (_, i) => ({
      ...boatyard,
      name: `${String.fromCharCode(65 + (i % 26)).repeat(8)} ${'xyz'.charAt(i % 3).repeat(9)} ${i}${i}${i}`,
      externalReference: `r${i}`,
      ...(i === 7 && { urn: alder.urn }),
    }));
    const { pool } = hub.database;
    const before = await pool.query('select count(*)::int as n from provider');
    const document = `mutation ($inputs: [ProviderCreateInput!]!) { providersUpsert(inputs: $inputs, onFailure: SKIP_FAILED) {
      results { outcome duplicateCandidates { ${CANDIDATE} } } } }`;
    type Upserted = {
      providersUpsert: { results: { outcome: string; duplicateCandidates: ShownCandidate[] }[] };
    };
    let data: Upserted | undefined;
    const log = startStatementLog();
    const sent = await log.during(async () => {
      ({ data } = await graph.ask<Upserted>(commissioner, document, { inputs }));
    });
    log.stop();
    expect(sent.filter((statement) => statement === 'duplicate candidates')).toHaveLength(1);
    expect(data?.providersUpsert.results).toHaveLength(100);
    expect(data?.providersUpsert.results[7]).toMatchObject({
      outcome: 'FAILED',
      duplicateCandidates: [{ provider: { name: 'Alder School' }, strength: 'STRONG' }],
    });
    const after = await pool.query('select count(*)::int as n from provider');
    expect(after.rows[0].n - before.rows[0].n).toBe(99);
  });

  it('are 20 at most, the best of many', async () => {
    for (let i = 0; i < 25; i++) {
      await aProvider(hub, { name: `Broadside Boatyard ${i}`, postcode: 'NR12 8AA' });
    }
    expect((await create({})).duplicateCandidates).toHaveLength(20);
  });
});
