import { Random } from './random.mjs';

const beginnings =
  'Ash Beech Bram Brook Chal Dun Elm Farn Glen Hazel Kirk Lang Marsh Nether Oak Pen Quorn Rush Stan Thorn Ald Bar Can Den Ever Fen Gos Hal Ing Kel Lud Mel Nor Os Pad Ray Sed Tat Up Wal Win Wy Ax Bod Cul Dit Eg Had Kes'.split(
    ' ',
  );
const middles = ['', '', '', 'ing', 'er', 'en', 'is', 'al', 'le'];
const endings =
  'bourne bridge bury combe croft dale den field ford ham hurst leigh ley mere ridge stead ton wick wood worth by thorpe well stow'.split(
    ' ',
  );
const before = [
  'Great ',
  'Little ',
  'North ',
  'South ',
  'East ',
  'West ',
  'Upper ',
  'Lower ',
  'Old ',
  'New ',
];
const after = [
  ' St Mary',
  ' St Peter',
  '-on-Sea',
  ' Green',
  ' End',
  ' Magna',
  ' Parva',
  '-by-the-Water',
  ' Heath',
  ' Street',
];
const kinds = ['HAMLET', 'HAMLET', 'VILLAGE', 'VILLAGE', 'SUBURB', 'OTHER', 'TOWN'];

/** Rows of `named_place` in Great Britain, as the gazetteer reads them. About one in three shares its name with another. */
export function inventSettlements(count) {
  const random = new Random(7);
  return Array.from({ length: count }, (_, i) => {
    const plain = `${random.pick(beginnings)}${random.pick(middles)}${random.pick(endings)}`;
    const first = random.chance(0.2) ? random.pick(before) : '';
    const last = random.chance(0.3) ? random.pick(after) : '';
    return {
      id: `0199b6a0-0000-7000-8000-${String(i).padStart(12, '0')}`,
      name: `${first}${plain}${last}`,
      otherNames: [],
      kind: random.pick(kinds),
      latitude: 50.5 + (i % 500) / 100,
      longitude: -3 + (Math.floor(i / 500) % 400) / 100,
      districtCode: `E0700${String(i % 300).padStart(4, '0')}`,
      source: 'OS Open Names (OGL v3)',
    };
  });
}
