import { Atlas } from '../../src/features/place/atlas.js';
import { englishWords } from '../../src/features/place/english-words.js';
import type { GazetteerEntry, GazetteerReading } from '../../src/features/place/gazetteer.entry.js';
import { Gazetteer } from '../../src/features/place/gazetteer.js';
import { gazetteerRepository } from '../../src/features/place/gazetteer.repository.js';
import { PlaceRepository } from '../../src/features/place/place.repository.js';
import { poolOf } from '../../src/platform/database/data-source.js';
import { words } from '../../src/platform/text.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { addPlanningArea } from './places.js';

let hub: TestHub;
let gazetteer: Gazetteer;
beforeAll(async () => {
  hub = await startTestHub(async ({ pool }) => {
    await addPlanningArea(pool, 'Wensum Valley', { districts: ['E07000148'] });
    await pool.query(`insert into named_place (id, name, folded_name, kind, latitude, longitude, district_code, source) values
      (gen_random_uuid(), 'Newbourne', 'newbourne', 'VILLAGE', 52.70, 0.75, 'E07000143', 'test'),
      (gen_random_uuid(), 'Newbourne', 'newbourne', 'HAMLET', 52.85, 1.10, 'E07000147', 'test'),
      (gen_random_uuid(), 'Reading', 'reading', 'TOWN', 51.45, -0.97, 'E06000038', 'test')`);
    await pool.query(`insert into school (urn, name, type_code, status_code, latitude, longitude, district_code) values
      ('123001', 'The Nicholas Hamond Academy', '01', '1', 52.65, 0.69, 'E07000143'),
      ('123002', 'Highfield', '01', '1', 52.65, 0.69, 'E07000143'),
      ('123003', 'Closed Valley School', '01', '2', 52.65, 0.69, 'E07000143')`);
  });
  const pool = poolOf(hub.source);
  const atlas = new Atlas(new PlaceRepository(hub.source, pool));
  await atlas.reset();
  gazetteer = new Gazetteer(gazetteerRepository(pool), atlas, englishWords, (id) => `pla_${id}`);
  await gazetteer.reset();
});
afterAll(() => hub.stop());

const shown = ({ kind, name }: GazetteerEntry) => `${kind} ${name}`;
const shownReading = ({ entries, words: count, isExact }: GazetteerReading) =>
  `${count}${isExact ? '' : '~'} ${entries.map(shown).join(' | ')}`;

/** The readings of a text, word by word, longest first. Words without a reading are left out. */
function read(text: string): Record<string, string[]> {
  const all = words(text);
  const found: Record<string, string[]> = {};
  for (const [at, word] of all.entries()) {
    const readings = gazetteer.readAt(all, at);
    if (readings.length > 0) found[word] = readings.map(shownReading);
  }
  return found;
}

describe('readAt', () => {
  it.each<[string, Record<string, string[]>]>([
    ['autism near thetford', { thetford: ['1 SETTLEMENT Thetford'] }],
    ['boxing in Norwich', { norwich: ['1 SETTLEMENT Norwich | DISTRICT Norwich'] }],
    ['mechanics NR1', { nr1: ['1 OUTCODE NR1'] }],
    ['PE30 autism', { pe30: ['1 OUTCODE PE30'] }],
    ['bricklaying NR21 9', { nr21: ['2 SECTOR NR21 9', '1 OUTCODE NR21'] }],
    ['NR1 3 days a week', { nr1: ['1 OUTCODE NR1'] }],
    ['near NR21 9AA please', { nr21: ['2 POSTCODE NR21 9AA', '1 OUTCODE NR21'] }],
    ['near nr219aa', { nr219aa: ['1 POSTCODE NR21 9AA'] }],
    ['autism norfolk', { norfolk: ['1 LOCAL_AUTHORITY Norfolk'] }],
    ['norfolk county council', { norfolk: [3, 2, 1].map((n) => `${n} LOCAL_AUTHORITY Norfolk`) }],
    ['around Dereham', { dereham: ['1 SETTLEMENT East Dereham'] }],
    ['around East Dereham', { east: ['2 SETTLEMENT East Dereham'], dereham: ['1 SETTLEMENT East Dereham'] }],
    ['in Yarmouth', { yarmouth: ['1 SETTLEMENT Great Yarmouth'] }],
    [
      'gt yarmouth',
      {
        gt: ['2 SETTLEMENT Great Yarmouth | DISTRICT Great Yarmouth'],
        yarmouth: ['1 SETTLEMENT Great Yarmouth'],
      },
    ],
    ["King's Lynn", { kings: ["2 SETTLEMENT King's Lynn"], lynn: ["1 SETTLEMENT King's Lynn"] }],
    [
      'west norfolk',
      { west: ["2 DISTRICT King's Lynn and West Norfolk"], norfolk: ['1 LOCAL_AUTHORITY Norfolk'] },
    ],
    [
      'anywhere in W Norfolk',
      { w: ["2 DISTRICT King's Lynn and West Norfolk"], norfolk: ['1 LOCAL_AUTHORITY Norfolk'] },
    ],
    ['Breckland', { breckland: ['1 DISTRICT Breckland'] }],
    ['the Wensum Valley', { wensum: ['2 PLANNING_AREA Wensum Valley'] }],
    [
      'wells next to the sea',
      { wells: ['5 SETTLEMENT Wells-next-the-Sea', '1 SETTLEMENT Wells-next-the-Sea'] },
    ],
    ['forest school Happisburgh', { happisburgh: ['1 SETTLEMENT Happisburgh'] }],
    [
      'n walsham football',
      {
        n: ['2 SETTLEMENT North Walsham'],
        walsham: ['1 SETTLEMENT North Walsham | SETTLEMENT South Walsham'],
      },
    ],
    [
      'Norwich, Norfolk',
      {
        norwich: ['2 SETTLEMENT Norwich | DISTRICT Norwich', '1 SETTLEMENT Norwich | DISTRICT Norwich'],
        norfolk: ['1 LOCAL_AUTHORITY Norfolk'],
      },
    ],
    [
      'the nicholas hamond academy',
      { the: ['4 SCHOOL The Nicholas Hamond Academy'], nicholas: ['3 SCHOOL The Nicholas Hamond Academy'] },
    ],
    [
      'reading and writing',
      { reading: ['1 SETTLEMENT Reading | LOCAL_AUTHORITY Reading | DISTRICT Reading'] },
    ],
  ])('reads %j', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
    expect(Object.keys(read(text)).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each<[string, string[]]>([
    ['norwhich', ['1~ SETTLEMENT Norwich | DISTRICT Norwich']],
    ['norwitch', ['1~ SETTLEMENT Norwich | DISTRICT Norwich']],
    ['thetfrod', ['1~ SETTLEMENT Thetford']],
    ['yarmoth', ['1~ SETTLEMENT Great Yarmouth']],
    ['swafham', ['1~ SETTLEMENT Swaffham']],
    ['fakenam', ['1~ SETTLEMENT Fakenham']],
    ['great yarmoth', ['2~ SETTLEMENT Great Yarmouth | DISTRICT Great Yarmouth']],
    ['north walsam', ['2~ SETTLEMENT North Walsham']],
    ['kingslynn', ["1~ SETTLEMENT King's Lynn"]],
    ['norflok', ['1~ LOCAL_AUTHORITY Norfolk']],
    ['brekland', ['1~ DISTRICT Breckland']],
    ['wymondam', ['1~ SETTLEMENT Wymondham']],
  ])('forgives a spelling mistake: %j', (text, expected) => {
    expect(gazetteer.readAt(words(text), 0).map(shownReading)).toEqual(expected);
  });

  it('keeps its own name of a place before a qualifier that fits no place of that name', () => {
    expect(gazetteer.readAt(words('fakenham suffolk'), 0).map(shownReading)).toEqual([
      '1 SETTLEMENT Fakenham',
    ]);
    expect(gazetteer.readAt(words('dereham near norwich'), 0).map(shownReading)).toEqual([
      '1 SETTLEMENT East Dereham',
    ]);
  });

  it('decides between namesakes by what follows, and otherwise says that there are several', () => {
    const [alone] = gazetteer.readAt(['newbourne'], 0);
    expect(alone).toMatchObject({ isAmbiguous: true, isExact: true, words: 1 });
    expect(alone?.entries.map(({ districtCode }) => districtCode)).toEqual(['E07000143', 'E07000147']);
    for (const [text, count] of [
      ['newbourne breckland', 2],
      ['newbourne in breckland', 3],
      ['newbourne near swaffham', 3],
      ['newbourne nr swaffham', 3],
      ['newbourne pe37', 2],
    ] as const) {
      const [first, second] = gazetteer.readAt(words(text), 0);
      expect([text, first?.words, first?.isAmbiguous]).toEqual([text, count, false]);
      expect(first?.entries.map(({ districtCode }) => districtCode)).toEqual(['E07000143']);
      expect(second).toMatchObject({ words: 1, isAmbiguous: true });
    }
    expect(gazetteer.readAt(words('norwich'), 0)[0]?.isAmbiguous).toBe(false);
  });

  it('gives what a search takes for each place', () => {
    const reference = (text: string) => gazetteer.readAt(words(text), 0)[0]?.entries[0]?.reference;
    expect(reference('norwich')).toEqual({ name: 'Norwich' });
    expect(reference('norfolk')).toEqual({ localAuthority: '926' });
    expect(reference('breckland')).toEqual({ district: 'E07000143' });
    expect(reference('wensum valley')).toEqual({ planningArea: expect.stringMatching(/^pla_/) });
    expect(reference('nicholas hamond academy')).toEqual({ schoolUrn: '123001' });
    expect(reference('nr21 9aa')).toEqual({ postcode: 'NR21 9AA' });
    expect(reference('newbourne')).toEqual({ name: 'Newbourne, Breckland' });
  });

  it('reads no place in sentences without one', () => {
    const sentences = [
      'dad died',
      'wont leave the house',
      'someone to talk to about eating and sleeping',
      'excluded yesterday need somewhere from day 6',
      'kicked out of high school for fighting in corridors',
      'fourteen year old who likes cars, bikes and football',
      'gcse english and maths for an anxious year eleven autistic boy',
      'two mornings a week of forest school with animals, horses or dogs',
      'hearing voices, self harm, psychosis, tics and tourettes',
      'small group tuition online or at home for a girl in care',
      'carpentry plumbing plastering welding hairdressing catering and hospitality',
      'school refusal ebsa camhs semh senco ehcp adhd pda neet',
      'his mother is worried about gangs, county lines and vaping',
      'she sings and draws, hates noise, needs a quiet farm or garden',
    ];
    expect(sentences.filter((text) => Object.keys(read(text)).length > 0).map(read)).toEqual([]);
  });

  it('takes no common English word for a misspelt place', () => {
    const wrong = [
      'walking',
      'swimming',
      'learning',
      'working',
      'mentoring',
      'thinking',
      'fencing',
      'painting',
    ];
    const common: string[] = [];
    for (const word of wrong)
      if (gazetteer.readAt([word], 0).some(({ isExact }) => !isExact)) common.push(word);
    expect(common).toEqual([]);
  });
});

describe('find', () => {
  const found = (name: string, most = 5) => gazetteer.find(name, most).map(({ entry }) => shown(entry));

  it('ranks by how near the spelling is, then by size', () => {
    expect(found('Norwhich', 1)).toEqual(['SETTLEMENT Norwich']);
    expect(gazetteer.find('Norwhich', 1)[0]).toMatchObject({ isExact: false, distance: 1 });
    expect(gazetteer.find('Norwich', 1)[0]).toMatchObject({ isExact: true, distance: 0 });
    expect(found('Sheringam', 1)).toEqual(['SETTLEMENT Sheringham']);
    expect(found('Great', 1)).toEqual(['SETTLEMENT Great Yarmouth']);
    expect(found('Zzyzx')).toEqual([]);
    expect(found('')).toEqual([]);
  });

  it('knows the present districts of an authority', () => {
    expect(gazetteer.districtsOf('926').sort()).toEqual(
      [143, 144, 145, 146, 147, 148, 149].map((n) => `E07000${n}`),
    );
  });
});
