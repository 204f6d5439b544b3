import { randomUUID } from 'node:crypto';
import { aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { onlyRefusalOf, refusalOf } from '../support/refusals.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const invalid = (field: string, message?: unknown) => ({
  field: ['input', field],
  code: 'INVALID',
  ...(message !== undefined && { message }),
});

describe('a new provider', () => {
  it('is trimmed, and what is left out is empty, a draft and not invented', async () => {
    const provider = await hub.providers.create({
      name: '  The Barn  ',
      settingType: 'OTH',
      registration: 'UNREGISTERED',
      localAuthorityCode: '926',
      postcode: 'NR21 9AA',
    });
    expect(provider).toMatchObject({
      name: 'The Barn',
      legalName: null,
      description: '',
      urn: null,
      website: null,
      state: 'DRAFT',
      isDemonstration: false,
      version: 1,
    });
  });

  it('has no pupil data in its description, and the refusal repeats none', async () => {
    const refusal = await onlyRefusalOf(aProvider(hub, { description: 'We had A123456789012 here.' }));
    expect(refusal).toEqual({
      ...invalid('description', expect.stringContaining('pupil number')),
      code: 'PERSONAL_DATA',
    });
    expect(refusal.message).not.toContain('A123456789012');
  });

  it.each([
    ['name', 'A', /2/],
    ['name', ' '.repeat(10), /2/],
    ['name', 'x'.repeat(201), /200/],
    ['description', 'x'.repeat(5_001), /5000/],
    ['localAuthorityCode', '9', 'Give the three-digit code of the local authority, such as 926.'],
    ['urn', '12345', 'Give a URN of six digits.'],
    ['urn', '12345x', 'Give a URN of six digits.'],
    ['urn', '١٢٣٤٥٦', 'Give a URN of six digits.'],
    ['ukprn', '1234567', 'Give a UKPRN of eight digits.'],
    ['companyNumber', 'sc123456', 'Give a company number of eight letters and digits, in capitals.'],
    ['charityNumber', '12', 'Give a charity number of six to eight digits.'],
    ['postcode', 'NR21', 'Give a full postcode, such as NR21 9AA.'],
    ['website', 'www.example.org', 'Give an address that begins with https:// or http://.'],
    ['website', 'javascript:alert(1)', 'Give an address that begins with https:// or http://.'],
    ['website', 'ftp://example.org', 'Give an address that begins with https:// or http://.'],
    ['state', 'PUBLISHED', /LISTED/],
  ])('is refused for %s %j', async (field, value, message) => {
    const expected = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(await onlyRefusalOf(aProvider(hub, { [field]: value }))).toEqual(invalid(field, expected));
  });

  it.each([
    ['website', 'HTTPS://EXAMPLE.ORG/'],
    ['website', 'https:example.org'],
    ['name', '😀'],
    ['name', 'a\u0000b'],
    ['description', '\u0000'],
  ])('with an odd %s %j is stored or refused, but is not a failure', async (field, value) => {
    const outcome = await aProvider(hub, { [field]: value }).then(
      () => 'stored',
      (error: Error) => error.name,
    );
    expect(['stored', 'UserProblem']).toContain(outcome);
  });

  it('reports everything that is wrong at once', async () => {
    const problems = await refusalOf(aProvider(hub, { name: '', urn: '1', website: 'x' }));
    expect(problems.map(({ field }) => field?.[1])).toEqual(['name', 'urn', 'website']);
  });

  it('is refused with a field that providers do not have', async () => {
    const odd = { favouriteColour: 'blue' };
    expect((await onlyRefusalOf(aProvider(hub, odd as object))).message).toContain('favouriteColour');
  });
});

describe('a change to a provider', () => {
  it('leaves alone what it does not name', async () => {
    const before = await aProvider(hub, { description: 'Text', website: 'https://example.org/' });
    const after = await hub.providers.update(before.id, 1, { name: 'Renamed' });
    expect(after).toEqual({ ...before, name: 'Renamed', version: 2, updatedAt: after.updatedAt });
  });

  it('may empty a field', async () => {
    const { id } = await aProvider(hub, { website: 'https://example.org/' });
    expect(await hub.providers.update(id, 1, { website: null })).toMatchObject({ website: null });
  });

  it('is held to the same rules, and changes nothing when it is refused', async () => {
    const { id, name } = await aProvider(hub);
    expect(await onlyRefusalOf(hub.providers.update(id, 1, { name: 'x' }))).toMatchObject(invalid('name'));
    expect(await hub.providers.get(id)).toMatchObject({ name, version: 1 });
  });
});

describe('a new site', () => {
  it('is one of its provider', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider, { name: ' Annexe ', town: 'Fakenham', uprn: '100090' });
    expect(site).toMatchObject({
      providerId: provider.id,
      name: 'Annexe',
      town: 'Fakenham',
      uprn: '100090',
      addressVisibility: 'FULL',
      accessibility: [],
      version: 1,
    });
  });

  it('of nobody is refused', async () => {
    const nobody = { ...(await aProvider(hub)), id: randomUUID() };
    expect(await onlyRefusalOf(aSite(hub, nobody))).toEqual({
      field: ['input', 'providerId'],
      code: 'NOT_FOUND',
      message: 'There is no provider with this id.',
    });
  });

  it.each([
    ['postcode', 'NR21'],
    ['uprn', '1234567890123'],
    ['latitude', 91],
    ['longitude', -181],
    ['latitude', Number.NaN],
    ['positionPrecision', 'EXACT'],
    ['addressVisibility', 'HIDDEN'],
  ])('is refused for %s %j', async (field, value) => {
    const problems = await refusalOf(aSite(hub, await aProvider(hub), { [field]: value }));
    expect(problems).toMatchObject([invalid(field)]);
  });

  it.each([{ latitude: null }, { longitude: null }, { positionPrecision: null }])(
    'is refused with half a position (%j)',
    async (values) => {
      expect(await onlyRefusalOf(aSite(hub, await aProvider(hub), values))).toEqual(
        invalid('latitude', 'Give latitude, longitude and their precision together, or none of them.'),
      );
    },
  );

  it('may have no position', async () => {
    const site = await aSite(hub, await aProvider(hub), {
      latitude: null,
      longitude: null,
      positionPrecision: null,
    });
    expect(site.latitude).toBeNull();
  });
});

describe('a change to a site', () => {
  it('cannot take half of its position away', async () => {
    const site = await aSite(hub, await aProvider(hub));
    expect(await onlyRefusalOf(hub.providers.updateSite(site.id, 1, { latitude: null }))).toMatchObject(
      invalid('latitude'),
    );
  });

  it('cannot move it to another provider', async () => {
    const site = await aSite(hub, await aProvider(hub));
    const other = await aProvider(hub);
    const move = hub.providers.updateSite(site.id, 1, { providerId: other.id } as object);
    expect((await onlyRefusalOf(move)).message).toContain('providerId');
  });

  it('at another version is a conflict, and of no site is not found', async () => {
    const site = await aSite(hub, await aProvider(hub));
    await expect(hub.providers.updateSite(site.id, 7, { name: 'Other' })).rejects.toThrow(
      'This site is at version 1, but your change was based on version 7.',
    );
    await expect(hub.providers.updateSite(randomUUID(), 1, { name: 'Other' })).rejects.toThrow(
      'There is no site with this id.',
    );
  });
});
