import type { Provider } from '../../src/features/provider/provider.entity.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { onlyRefusalOf } from '../support/refusals.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const SCHOOL = { settingType: 'PRU', registration: 'STATE_FUNDED', postcode: null } as const;
/** A registration that a school may have, whichever the code list offers. */
async function schoolRegistration(): Promise<string> {
  const { rows } = await hub.database.pool.query<{ code: string }>(
    `select code from code where list = 'REGISTRATION' and code <> 'UNREGISTERED' order by position limit 1`,
  );
  return rows[0]!.code;
}

async function by(key: object): Promise<string | null> {
  const { data, errors } = await hub.query<{ provider: { name: string } | null }>(
    'query ($by: ProviderReference!) { provider(by: $by) { name } }',
    { by: key },
  );
  expect(errors).toBeUndefined();
  return data.provider?.name ?? null;
}
const taken = (field: string) => ({ field: ['input', field], code: 'TAKEN' });

describe('the identity of a provider', () => {
  it('needs an identifier for a school', async () => {
    const school = { ...SCHOOL, registration: await schoolRegistration() };
    expect(await onlyRefusalOf(aProvider(hub, school))).toEqual({
      field: ['input', 'urn'],
      code: 'INVALID',
      message:
        'Give a URN, UKPRN, company or charity number; or a postcode with a setting type of NFE, OOT, OTH, WBP.',
    });
    expect(await onlyRefusalOf(aProvider(hub, { ...school, postcode: 'NR21 9AA' }))).toMatchObject({
      field: ['input', 'urn'],
    });
  });

  it.each(['NFE', 'OOT', 'OTH', 'WBP'])(
    'is its name and postcode for a setting of type %s',
    async (settingType) => {
      const { urn } = await aProvider(hub, { settingType });
      expect(urn).toBeNull();
      expect(await onlyRefusalOf(aProvider(hub, { settingType, postcode: null }))).toMatchObject({
        field: ['input', 'urn'],
        code: 'INVALID',
      });
    },
  );

  it.each([
    ['urn', '199201'],
    ['ukprn', '10099201'],
    ['companyNumber', '09900201'],
    ['charityNumber', '1099201'],
  ])('may be a %s', async (key, value) => {
    const registration = await schoolRegistration();
    const { name } = await aProvider(hub, { ...SCHOOL, registration, [key]: value });
    expect(await by({ [key]: value })).toBe(name);
    expect(await onlyRefusalOf(aProvider(hub, { [key]: value }))).toMatchObject(taken(key));
  });

  it('cannot be taken away by a change', async () => {
    const { id } = await aProvider(hub, { postcode: null, charityNumber: '1099202' });
    expect(await onlyRefusalOf(hub.providers.update(id, 1, { charityNumber: null }))).toMatchObject({
      field: ['input', 'urn'],
      code: 'INVALID',
      message: expect.stringContaining('A provider needs a URN'),
    });
  });

  it('may be strengthened by a change, but not into that of another', async () => {
    await aProvider(hub, { urn: '199203' });
    const { id } = await aProvider(hub);
    expect(await onlyRefusalOf(hub.providers.update(id, 1, { urn: '199203' }))).toMatchObject(taken('urn'));
    expect(await hub.providers.update(id, 1, { urn: '199204' })).toMatchObject({ urn: '199204', version: 2 });
  });
});

describe('an identifier identifies only where no stronger one is known', () => {
  it('so schools of a trust share its UKPRN under URNs of their own', async () => {
    const ukprn = '10099210';
    const [north, south] = [
      await aProvider(hub, { name: 'North School', urn: '199211', ukprn }),
      await aProvider(hub, { name: 'South School', urn: '199212', ukprn }),
    ];
    expect([north.ukprn, south.ukprn]).toEqual([ukprn, ukprn]);
    const trust = await aProvider(hub, { name: 'The Trust', ukprn });
    expect(await onlyRefusalOf(aProvider(hub, { ukprn }))).toMatchObject(taken('ukprn'));
    expect(await by({ urn: '199211' })).toBe('North School');
    expect(await by({ ukprn })).toBe(trust.name);
  });

  it('so providers of one company are kept apart by their UKPRNs', async () => {
    const companyNumber = '09900220';
    await aProvider(hub, { ukprn: '10099221', companyNumber });
    await aProvider(hub, { ukprn: '10099222', companyNumber });
    await aProvider(hub, { companyNumber });
    expect(await onlyRefusalOf(aProvider(hub, { companyNumber }))).toMatchObject(taken('companyNumber'));
  });

  it('so providers of one charity are kept apart by their company numbers', async () => {
    const charityNumber = '1099230';
    await aProvider(hub, { companyNumber: '09900231', charityNumber });
    await aProvider(hub, { companyNumber: '09900232', charityNumber });
    await aProvider(hub, { charityNumber });
    expect(await onlyRefusalOf(aProvider(hub, { charityNumber }))).toMatchObject(taken('charityNumber'));
  });

  it('so two of the same name at the same postcode need an identifier', async () => {
    const same = { name: 'The Workshop', postcode: 'NR21 9AB' };
    await aProvider(hub, same);
    expect(await onlyRefusalOf(aProvider(hub, { ...same, name: 'the WORKSHOP' }))).toMatchObject(
      taken('name'),
    );
    await aProvider(hub, { ...same, postcode: 'NR21 9AD' });
    await aProvider(hub, { ...same, settingType: 'WBP' });
    await aProvider(hub, { ...same, charityNumber: '1099240' });
  });

  it('so losing the stronger one must not collide with another', async () => {
    await aProvider(hub, { ukprn: '10099250' });
    const { id }: Provider = await aProvider(hub, { urn: '199251', ukprn: '10099250' });
    expect(await onlyRefusalOf(hub.providers.update(id, 1, { urn: null }))).toMatchObject(taken('ukprn'));
  });
});

describe('provider(by)', () => {
  it.each([{ urn: '199299' }, { ukprn: '1' }, { companyNumber: "'" }, { charityNumber: '' }])(
    'is null for %j, which nobody has',
    async (key) => {
      expect(await by(key)).toBeNull();
    },
  );

  it.each([{ id: 'prv_xyz' }, { id: '' }, { id: 'off_AZqXk1Nse4ybBkPGx3X2AA' }])(
    'is null for %j, which is the id of no provider',
    async (key) => {
      expect(await by(key)).toBeNull();
    },
  );

  it.each([{}, { urn: '199201', ukprn: '10099201' }, { urn: null }])(
    'refuses %j: exactly one key',
    async (key) => {
      const { errors } = await hub.query('query ($by: ProviderReference!) { provider(by: $by) { name } }', {
        by: key,
      });
      expect(errors).toHaveLength(1);
      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    },
  );

  it('refuses a key that cannot be stored, and does not fail over it', async () => {
    const { errors } = await hub.query('query ($by: ProviderReference!) { provider(by: $by) { name } }', {
      by: { urn: '1\u00002' },
    });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});
