import { outcodeOf, parsePostcode, sectorOf } from '../../src/features/place/postcode.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { askPlace, knownPlace, placeError } from './places.js';

let hub: TestHub;
beforeAll(async () => {
  // The postcodes of NR1 are imported, those of other outcodes are not. NR1 9ZZ is no longer in use.
  hub = await startTestHub(({ pool }) =>
    pool.query(`insert into postcode (postcode, latitude, longitude, district_code) values
      ('NR1 3PY', 52.6229, 1.3012, 'E07000148'), ('NR1 1AA', 52.6275, 1.3049, 'E07000148')`),
  );
});
afterAll(() => hub.stop());

describe('place(by: postcode)', () => {
  it('is the very postcode, where postcodes are imported', async () => {
    expect(await knownPlace(hub, { postcode: 'NR1 3PY' })).toEqual({
      label: 'NR1 3PY',
      postcode: 'NR1 3PY',
      precision: 'POSTCODE',
      latitude: 52.6229,
      longitude: 1.3012,
      district: { code: 'E07000148' },
      localAuthority: { code: '926' },
      planningArea: null,
      school: null,
    });
  });

  it('is its sector where postcodes are not imported, and says so', async () => {
    expect(await knownPlace(hub, { postcode: 'NR21 9AA' })).toMatchObject({
      label: 'NR21 9',
      precision: 'SECTOR',
      latitude: 52.8541,
      longitude: 0.8173,
      district: { code: 'E07000147' },
      localAuthority: { code: '926' },
    });
  });

  it('is its outcode where not even the sector is known, and says so', async () => {
    expect(await knownPlace(hub, { postcode: 'LS1 4AP' })).toMatchObject({
      label: 'LS1',
      precision: 'OUTCODE',
      district: { code: 'E08000035' },
      localAuthority: { code: '383' },
    });
  });

  it.each([
    ['IP1 1AA', 'E07000202', '935'],
    ['NR33 0AA', 'E07000244', '935'],
    ['IP28 6AA', 'E07000245', '935'],
    ['CB1 1AA', 'E07000008', '873'],
    ['PE13 1AA', 'E07000010', '873'],
    ['PE21 6AA', 'E07000136', '925'],
    ['PE12 9AA', 'E07000140', '925'],
  ])('across the border is understood as the neighbour’s: %s', async (postcode, district, authority) => {
    expect(await knownPlace(hub, { postcode })).toMatchObject({
      precision: 'OUTCODE',
      district: { code: district },
      localAuthority: { code: authority },
    });
  });

  it('knows every sector of Norfolk from the start', async () => {
    const { rows } = await hub.database.pool.query<{ sector: string }>('select sector from postcode_sector');
    expect(rows).toHaveLength(154);
    for (const { sector } of rows.filter((row) => !row.sector.startsWith('NR1 '))) {
      const place = await knownPlace(hub, { postcode: `${sector}AA` });
      expect(place).toMatchObject({ label: sector, precision: 'SECTOR', localAuthority: { code: '926' } });
    }
  });

  it.each(['NR21 9', 'nr21 9', '  NR21   9 '])('understands the sector %j', async (postcode) => {
    expect(await knownPlace(hub, { postcode })).toMatchObject({ label: 'NR21 9', precision: 'SECTOR' });
  });

  it.each(['NR21', 'nr21', ' Nr21 '])('understands the outcode %j', async (postcode) => {
    expect(await knownPlace(hub, { postcode })).toMatchObject({ label: 'NR21', precision: 'OUTCODE' });
  });

  it.each(['NR219AA', 'nr21 9aa', ' nR21\t9Aa ', 'N R 2 1 9 A A', 'NR2 19AA'])(
    'reads %j as NR21 9AA: neither case nor spaces matter',
    async (postcode) => {
      expect(await knownPlace(hub, { postcode })).toMatchObject({ label: 'NR21 9', precision: 'SECTOR' });
    },
  );

  it.each([
    'NR21-9AA',
    'NR21–9AA',
    'NR21.9AA',
    'NR21 9AA.',
    'NR21 9AA,',
    '"NR21 9AA"',
    "'NR21 9AA",
    '(NR21 9AA)',
    'NR21\u200b9AA',
    '\ufeffNR21 9AA\u200b',
    'NR21\u00a09AA',
    'ＮＲ２１　９ＡＡ',
    'NR2I 9AA',
    'nr2i9aa',
    'NR2I-9AA.',
  ])('reads %j, as typed, as NR21 9AA, and shows that', async (postcode) => {
    expect(await knownPlace(hub, { postcode })).toMatchObject({ label: 'NR21 9', postcode: 'NR21 9AA' });
  });

  it('reads the letter O as zero where only a digit can stand, also in a sector', async () => {
    expect(await knownPlace(hub, { postcode: 'NR21 OAA' })).toMatchObject({ label: 'NR21 0' });
    expect(await knownPlace(hub, { postcode: 'NR21 O' })).toMatchObject({
      label: 'NR21 0',
      postcode: 'NR21 0',
    });
    expect(await knownPlace(hub, { postcode: 'NR3O' })).toMatchObject({ label: 'NR30', postcode: 'NR30' });
  });

  it('keeps NR2 1 the sector and NR21 the outcode apart', async () => {
    expect(await knownPlace(hub, { postcode: 'NR2 1' })).toMatchObject({
      label: 'NR2 1',
      precision: 'SECTOR',
    });
    expect(await knownPlace(hub, { postcode: 'NR2 1AA' })).toMatchObject({ label: 'NR2 1' });
    expect(await knownPlace(hub, { postcode: 'NR21' })).toMatchObject({ label: 'NR21' });
  });

  it.each(['NR1 9ZZ', 'ZZ1 1AA', 'NR21 5', 'ZZ99'])(
    'is null for %s, which is not known',
    async (postcode) => {
      const { data, errors } = await askPlace(hub, { postcode });
      expect({ data, errors }).toEqual({ data: { place: null }, errors: undefined });
    },
  );

  it.each(['', ' ', 'NR', '21', 'NR21 9A', 'NR21 9AAA', 'NORWICH', 'NR21 9O', "NR1'--", 'NR21 9ÄÄ', '１'])(
    'refuses %j, which is not a postcode, with an example of one',
    async (postcode) => {
      const { errors } = await askPlace(hub, { postcode });
      expect(errors?.[0]?.message).toMatch(/is not a postcode\. Give a full postcode such as NR21 9AA/);
    },
  );
});

describe('a search from a postcode', () => {
  it('that is not among those imported for its outcode says so, and never takes another place', async () => {
    expect(await placeError(hub, { postcode: 'nr19zz' })).toEqual({
      field: ['near', 'place', 'postcode'],
      code: 'NOT_FOUND',
      message:
        'NR1 9ZZ is not a known postcode in NR1. It may be mistyped, no longer in use or without a location. ' +
        'Check it, or search from NR1.',
    });
  });

  it('that a text names is an error of the text', async () => {
    const { data } = await hub.query<{ search: { totalCount: number; userErrors: object[] } }>(
      '{ search(text: "boxing near NR1 9ZZ") { totalCount userErrors { field code } } }',
    );
    expect(data.search).toEqual({ totalCount: 0, userErrors: [{ field: ['text'], code: 'NOT_FOUND' }] });
  });

  it('of no outcode in Great Britain says so', async () => {
    expect(await placeError(hub, { postcode: 'ZZ1 1AA' })).toMatchObject({
      code: 'NOT_FOUND',
      message: 'No postcode in Great Britain begins with ZZ1. Check it for a typing mistake.',
    });
  });

  it.each([
    [
      'EC1',
      /^EC1 is not the whole first part of a postcode\. .* EC1A, EC1M, EC1N, EC1P, EC1R, EC1V and EC1Y\./,
    ],
    ['EC1 2NX', /^EC1 is not the whole first part/],
    ['sw1', /SW1A, SW1E, SW1H/],
    ['W1', /W1A, W1B, W1C/],
    ['NR36', /^NR36 is not known\. The nearest known first parts of postcodes are NR33, NR34 and NR35\./],
    ['JE2 3AB', /^Postcodes that begin with JE are in Jersey, outside Great Britain\./],
    ['GY1 1AA', /in Guernsey/],
    ['IM1 1AA', /in the Isle of Man/],
    ['BT1 1AA', /in Northern Ireland/],
  ])('of %s says what is so, and offers what exists', async (postcode, message) => {
    expect(await placeError(hub, { postcode })).toMatchObject({
      field: ['near', 'place', 'postcode'],
      code: 'NOT_FOUND',
      message: expect.stringMatching(message),
    });
  });

  it('of an unknown sector, given as such, says so', async () => {
    expect(await placeError(hub, { postcode: 'nr21 5' })).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('The postcode sector NR21 5 is not known.'),
    });
  });

  it('that is none says so', async () => {
    expect(await placeError(hub, { postcode: 'Fakenham' })).toMatchObject({
      field: ['near', 'place', 'postcode'],
      code: 'INVALID',
    });
  });
});

describe('parsePostcode', () => {
  it.each([
    ['W1A 1AA', { kind: 'POSTCODE', postcode: 'W1A 1AA', sector: 'W1A 1', outcode: 'W1A' }],
    ['m11ae', { kind: 'POSTCODE', postcode: 'M1 1AE', sector: 'M1 1', outcode: 'M1' }],
    ['EC1A1BB', { kind: 'POSTCODE', postcode: 'EC1A 1BB', sector: 'EC1A 1', outcode: 'EC1A' }],
    ['NR2 1', { kind: 'SECTOR', sector: 'NR2 1', outcode: 'NR2' }],
    ['w1a', { kind: 'OUTCODE', outcode: 'W1A' }],
    ['S0I4 7AA', { kind: 'POSTCODE', postcode: 'SO14 7AA', sector: 'SO14 7', outcode: 'SO14' }],
    ['0X1 1AA', { kind: 'POSTCODE', postcode: 'OX1 1AA', sector: 'OX1 1', outcode: 'OX1' }],
    ['1P1 1AA', { kind: 'POSTCODE', postcode: 'IP1 1AA', sector: 'IP1 1', outcode: 'IP1' }],
    ['W1O 5XL', { kind: 'POSTCODE', postcode: 'W10 5XL', sector: 'W10 5', outcode: 'W10' }],
    ['CRO 1AA', { kind: 'POSTCODE', postcode: 'CR0 1AA', sector: 'CR0 1', outcode: 'CR0' }],
    ['SO1 4AA', { kind: 'POSTCODE', postcode: 'SO1 4AA', sector: 'SO1 4', outcode: 'SO1' }],
  ])('%s is %j', (text, parts) => {
    expect(parsePostcode(text)).toEqual(parts);
  });

  it.each(['NR21 9A0', 'NR21 91A', 'NR21-', '-NR21', 'N-R2'])('does not guess what %j means', (text) => {
    expect(parsePostcode(text)).toBeNull();
  });

  it('agrees with sectorOf and outcodeOf', () => {
    expect(sectorOf('NR21 9AA')).toBe('NR21 9');
    expect(outcodeOf('NR21 9AA')).toBe('NR21');
  });
});
