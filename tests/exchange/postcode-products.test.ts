import fc from 'fast-check';
import {
  type ListedPostcode,
  recogniseProduct,
} from '../../src/features/exchange/import/postcode-products.js';

const codePointRow = [
  'NR98 1AA',
  '10',
  '624073',
  '308352',
  'E92000001',
  '',
  '',
  'E10000020',
  'E07000148',
  '',
];
const onspd = ['pcd', 'pcd2', 'pcds', 'dointr', 'doterm', 'oslaua', 'parish', 'lat', 'long'];
const nspl = ['pcd7', 'pcd8', 'pcds', 'doterm', 'lad26cd', 'wd26cd', 'lat', 'long'];

const codePoint = recogniseProduct(codePointRow, 'nr.csv');
const readCodePoint = (changes: Record<number, string>) =>
  codePoint!.read(codePointRow.map((value, index) => changes[index] ?? value));

describe('recognising a product', () => {
  it.each([
    ['OS Code-Point Open', codePointRow, 'nr.csv', false],
    ['ONSPD', onspd, 'a.csv', true],
    ['NSPL', nspl, 'a.csv', true],
    ['ONSPD', nspl, 'Data/ONSPD_NOV_2031_UK.csv', true],
    ['NSPL', ['PCDS', 'DOTERM', 'LAD31CD', 'LAT', 'LONG'], 'a.csv', true],
    ['NSPL', ['pcd', 'doterm', 'laua', 'lat', 'long'], 'a.csv', true],
  ])('%s from its first row', (product, row, name, hasHeader) => {
    expect(recogniseProduct(row, name)).toMatchObject({ product, hasHeader });
  });

  it.each([
    ['column headers of Code-Point Open', ['PC', 'PQ', 'EA', 'NO', 'CY', 'RH', 'LH', 'CC', 'DC', 'WC']],
    ['a table in WGS84 of another layout', ['postcode', 'lat', 'lng', 'district_code']],
    ['ONS columns without a termination date', ['pcds', 'lad26cd', 'lat', 'long']],
    ['nothing', ['']],
  ])('passes over %s', (_what, row) => {
    expect(recogniseProduct(row, 'x.csv')).toBeNull();
  });
});

describe('a row of Code-Point Open', () => {
  it('is a postcode in WGS84 with its district', () => {
    expect(readCodePoint({})).toEqual({
      postcode: 'NR98 1AA',
      terminated: false,
      position: { lat: expect.closeTo(52.62, 1), lng: expect.closeTo(1.31, 1) },
      districtCode: 'E07000148',
    });
  });

  it.each(['NR981AA', 'nr98 1aa', 'NR98  1AA'])('takes the postcode %j however it is spaced', (postcode) => {
    expect(readCodePoint({ 0: postcode })).toMatchObject({ postcode: 'NR98 1AA' });
  });

  it.each<Record<number, string>>([{ 1: '90', 2: '0', 3: '0' }, { 1: '90' }, { 2: '0', 3: '0' }])(
    'has no location with %j',
    (changes) => {
      expect(readCodePoint(changes)).toMatchObject({ position: null });
    },
  );

  it.each([
    [{ 0: 'NOT A CODE' }, '"NOT A CODE" is not a postcode'],
    [{ 0: '\u001b[2Jx' }, '"?[2Jx" is not a postcode'],
    [{ 2: '' }, 'the easting and northing of NR98 1AA are not on the National Grid'],
    [{ 3: '9999999' }, 'the easting and northing of NR98 1AA are not on the National Grid'],
    [{ 2: 'abc' }, 'the easting and northing of NR98 1AA are not on the National Grid'],
  ])('is malformed with %j', (changes, message) => {
    expect(readCodePoint(changes as Record<number, string>)).toBe(message);
  });

  it('reads any row without failing, and what it accepts can be stored', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 12 }), (row) => {
        const listed = codePoint!.read(row);
        if (typeof listed !== 'string') expect(listed.postcode).toMatch(/^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/);
      }),
    );
  });
});

it.each(['6.2E+05', '0x98599', '624,073', '624073.5', ''])(
  'an easting of %j is not read as another place',
  (easting) => {
    expect(readCodePoint({ 2: easting })).toMatch(/are not on the National Grid/);
  },
);

describe('a row of an ONS directory', () => {
  const layout = recogniseProduct(onspd, 'x.csv');
  const row = (values: Record<string, string>) =>
    layout!.read(
      onspd.map(
        (column) =>
          ({ pcds: 'NR98 1AA', lat: '52.6', long: '1.3', oslaua: 'E07000148', ...values })[column] ?? '',
      ),
    );

  it('is a postcode with position and district', () => {
    const expected: ListedPostcode = {
      postcode: 'NR98 1AA',
      terminated: false,
      position: { lat: 52.6, lng: 1.3 },
      districtCode: 'E07000148',
    };
    expect(row({})).toEqual(expected);
  });

  it('is terminated when doterm is set, whatever its position', () => {
    expect(row({ doterm: '201906' })).toMatchObject({ terminated: true });
    expect(row({ doterm: '201906', lat: '', long: '' })).toMatchObject({ terminated: true });
  });

  it.each([' ', 'NULL', 'null', '0', '-'])('is in use when doterm is %j', (doterm) => {
    expect(row({ doterm })).toMatchObject({ terminated: false, position: { lat: 52.6 } });
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ doterm: '2.01906E+05' }, /doterm of NR98 1AA is not a month/],
    [{ lat: '5.26E+01' }, /are not a position/],
    [{ lat: '0x34' }, /are not a position/],
    [{ lat: '0', long: '0' }, /are not in Great Britain or Northern Ireland\.$/],
    [{ lat: '48.85', long: '2.35' }, /are not in Great Britain/],
    [{ lat: '1.3', long: '52.6' }, /They seem to be swapped/],
  ])('is refused with %j', (values, message) => {
    expect(row(values)).toMatch(message);
  });

  it('has no location at latitude 99.999999 and no district with a code of nines', () => {
    expect(row({ lat: '99.999999', long: '0.000000', oslaua: 'M99999999' })).toMatchObject({
      position: null,
      districtCode: null,
    });
  });

  it.each<Record<string, string>>([{ pcds: '' }, { lat: '' }, { long: 'x' }, { long: '500' }])(
    'is malformed with %j',
    (values) => {
      expect(row(values)).toMatch(/is not a postcode|are not a position/);
    },
  );
});
