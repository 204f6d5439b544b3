import {
  readAreas,
  readCodes,
  readConcepts,
  readOutcodes,
  readPlaces,
  readSectors,
  readSignposts,
} from '../../seeds/reference-files.js';
import { foldName, words } from '../../src/platform/text.js';

const codes = readCodes();
const concepts = readConcepts();
const key = ({ list, code }: { list: string; code: string }) => `${list}:${code}`;
const known = new Set(codes.map(key));
const codesOf = (list: string) => codes.filter((code) => code.list === list).map(({ code }) => code);

describe('code lists', () => {
  it('holds the lists of the hub and no other', () => {
    expect([...new Set(codes.map(({ list }) => list))].sort()).toEqual([
      'ACCESSIBILITY',
      'ACCREDITATION',
      'CIRCUMSTANCE',
      'COMMISSIONER_KIND',
      'DELIVERY_MODE',
      'EVIDENCE_KIND',
      'INSPECTION_AREA',
      'INSPECTION_FRAMEWORK',
      'INSPECTION_GRADE',
      'KEY_STAGE',
      'NEED',
      'OUTCOME',
      'PRICE_UNIT',
      'REFERRAL_ROUTE',
      'REGISTRATION',
      'SETTING_TYPE',
      'TIER',
      'VACANCY_UNIT',
    ]);
  });

  it('names every code once, with a label, a sentence and a source', () => {
    expect(known.size).toBe(codes.length);
    for (const entry of codes) {
      expect(entry.code).toMatch(/^[A-Z0-9][A-Z0-9_]*$/);
      expect(entry.label.trim()).toBe(entry.label);
      expect(entry.description).toMatch(/^[A-Z].{10,}\.$/);
      expect(entry.source).not.toBe('');
    }
  });

  it('keeps the order of the file', () => {
    expect(codes.filter(({ list }) => list === 'TIER').map(({ code, position }) => [code, position])).toEqual(
      [
        ['TIER_1', 1],
        ['TIER_2', 2],
        ['TIER_3', 3],
      ],
    );
  });

  it('has the need codes of the school census, Down syndrome since 2025', () => {
    const census = 'SPLD MLD SLD PMLD SEMH SLCN HI VI MSI PD ASD DS OTH'.split(' ');
    expect(codesOf('NEED')).toEqual(census);
    const dated = codes.filter(({ list, validFrom, validTo }) => list === 'NEED' && (validFrom ?? validTo));
    expect(dated.map((code) => [key(code), code.validFrom, code.validTo])).toEqual([
      ['NEED:DS', '2025-01-01', undefined],
    ]);
  });

  it('spells FLOURISH', () => {
    expect(codesOf('OUTCOME').map((code) => code[0])).toEqual(['F', 'L', 'O', 'U', 'R', 'I', 'S', 'H']);
  });

  it('gives each GIAS type code to one setting type, by the codes of the extract', () => {
    const owners = codes.flatMap(({ code, giasCodes = [] }) => giasCodes.map((gias) => [gias, code]));
    expect(new Set(owners.map(([gias]) => gias)).size).toBe(owners.length);
    const expected: Record<string, string> = {
      '7': 'SPECIAL',
      '8': 'SPECIAL',
      '10': 'INDEPENDENT_SPECIAL',
      '11': 'INDEPENDENT',
      '12': 'SPECIAL',
      '14': 'PRU',
      '18': 'FE_COLLEGE',
      '24': 'SECURE_UNIT',
      '33': 'SPECIAL_ACADEMY',
      '36': 'SPECIAL_ACADEMY',
      '38': 'AP_FREE_SCHOOL',
      '42': 'AP_ACADEMY',
      '43': 'AP_ACADEMY',
      '44': 'SPECIAL_ACADEMY',
      '49': 'ONLINE',
    };
    expect(Object.fromEntries(owners)).toEqual(expected);
  });
});

describe('concepts', () => {
  it('has each id once, and explains it in one sentence', () => {
    expect(new Set(concepts.map(({ id }) => id)).size).toBe(concepts.length);
    for (const { id, label, explanation } of concepts) {
      expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(label).not.toBe('');
      expect(explanation).toMatch(/^[A-Z][^.!?]{10,}\.$/);
    }
  });

  it('folds its phrases as the search folds what is typed', () => {
    const phrases = concepts.flatMap((concept) => concept.phrases);
    expect(phrases.length).toBeGreaterThan(500);
    expect(phrases.filter((phrase) => words(phrase).join(' ') !== phrase)).toEqual([]);
  });

  it('gives each phrase to one concept only', () => {
    const owners = new Map<string, string[]>();
    for (const { id, phrases } of concepts) {
      for (const phrase of phrases) owners.set(phrase, [...(owners.get(phrase) ?? []), id]);
    }
    expect([...owners].filter(([, ids]) => ids.length > 1)).toEqual([]);
  });

  it('takes no everyday word for a concept', () => {
    // "Art" is not one of them: it is what people search for, and "martial arts" is a phrase of its own.
    const everyday = ['care', 'in', 'home', 'school', 'support', 'pupil', 'place', 'help', 'stable', 'add'];
    const phrases = new Set(concepts.flatMap((concept) => concept.phrases));
    expect(everyday.filter((word) => phrases.has(word))).toEqual([]);
  });

  it('refers to codes and concepts that exist, each either strong or related', () => {
    const both = new Set([...known, ...concepts.map(({ id }) => `CONCEPT:${id}`)]);
    for (const { id, strongCodes = [], relatedCodes = [] } of concepts) {
      const all = [...strongCodes, ...relatedCodes];
      expect([id, all.filter((code) => !both.has(code) || code === `CONCEPT:${id}`)]).toEqual([id, []]);
      expect([id, new Set(all).size]).toEqual([id, all.length]);
    }
  });

  it.each([
    ['ebsa', 'school-refusal', 'CIRCUMSTANCE:EBSA'],
    ['school refuser', 'school-refusal', 'CIRCUMSTANCE:EBSA'],
    ['kicked out', 'permanent-exclusion', 'CIRCUMSTANCE:PERMANENTLY_EXCLUDED'],
    ['pex', 'permanent-exclusion', 'CIRCUMSTANCE:PERMANENTLY_EXCLUDED'],
    ['pru', 'pru', 'SETTING_TYPE:PRU'],
    ['autistic', 'autism', 'NEED:ASD'],
    ['too ill for school', 'medical', 'CIRCUMSTANCE:MEDICAL'],
    ['foster', 'looked-after', 'CIRCUMSTANCE:LOOKED_AFTER'],
    ['teenage parent', 'young-parents', 'CIRCUMSTANCE:YOUNG_PARENT'],
  ])('understands "%s"', (phrase, id, strong) => {
    const concept = concepts.find(({ phrases }) => phrases.includes(phrase));
    expect(concept?.id).toBe(id);
    expect(concept?.strongCodes).toContain(strong);
  });

  it('claims no code for what has none of its own', () => {
    const adhd = concepts.find(({ phrases }) => phrases.includes('adhd'));
    expect(adhd?.strongCodes).toBeUndefined();
    expect(adhd?.relatedCodes).toEqual(['NEED:SEMH']);
  });
});

describe('signposts', () => {
  const signposts = readSignposts();

  it('have each key once, and say in one plain sentence what they are for', () => {
    expect(new Set(signposts.map(({ key }) => key)).size).toBe(signposts.length);
    for (const { key, sentence, forWhom, openingHours = 'At any time.' } of signposts) {
      for (const text of [sentence, forWhom, openingHours]) {
        expect([key, text]).toEqual([key, expect.stringMatching(/^[A-Z0-9][^.!?]+\.$/)]);
      }
    }
  });

  it('lead somewhere, and name the pages that this was read on, and a day that has passed', () => {
    for (const { key, telephone, sms, website, sources, checkedOn } of signposts) {
      expect([key, [telephone, sms, website].some((way) => way !== undefined)]).toEqual([key, true]);
      for (const number of [telephone, sms]) expect(number ?? '999').toMatch(/^\d[\d ]*\d$/);
      expect([key, sources.length > 0]).toEqual([key, true]);
      expect(checkedOn >= '2026-11-30').toBe(true);
    }
  });

  it('are of local authorities that exist, and one for all of England is urgent', () => {
    const codes = new Set(readAreas().localAuthorities.map(({ code }) => code));
    const unknown = signposts.filter(
      ({ localAuthorityCode: code }) => code !== undefined && !codes.has(code),
    );
    expect(unknown).toEqual([]);
    const urgent = signposts.filter(({ themes }) => themes.includes('EMERGENCY'));
    expect(urgent.map(({ telephone, localAuthorityCode }) => [telephone, localAuthorityCode])).toEqual([
      ['999', undefined],
    ]);
  });

  it('stand for every theme that a concept calls for', () => {
    const there = new Set(signposts.flatMap(({ themes }) => themes));
    const called = concepts.flatMap(({ signposts: themes = [] }) => themes);
    expect(called.filter((theme) => !there.has(theme))).toEqual([]);
  });
});

describe('places', () => {
  const norfolk = readAreas().districts.filter(({ localAuthorityCode }) => localAuthorityCode === '926');
  const districts = new Set(norfolk.map(({ code }) => code));
  const inNorfolk = ({ latitude, longitude }: { latitude: number; longitude: number }) =>
    latitude > 52.3 && latitude < 53 && longitude > 0.1 && longitude < 1.8;

  it('has every district of Great Britain, with the local authority of each in England', () => {
    const { localAuthorities, districts: all } = readAreas();
    expect([...districts]).toEqual([3, 4, 5, 6, 7, 8, 9].map((digit) => `E0700014${digit}`));
    const current = all.filter(({ validTo }) => validTo === undefined);
    const count = (letter: string) => current.filter(({ code }) => code.startsWith(letter)).length;
    expect({ england: count('E'), wales: count('W'), scotland: count('S') }).toEqual({
      england: 296,
      wales: 22,
      scotland: 32,
    });
    const authorities = new Map(localAuthorities.map((authority) => [authority.code, authority]));
    expect(authorities.size).toBe(153);
    expect(authorities.get('926')).toEqual({ code: '926', gssCode: 'E10000020', name: 'Norfolk' });
    for (const { code, localAuthorityCode } of current) {
      expect([code, authorities.has(localAuthorityCode ?? '')]).toEqual([code, code.startsWith('E')]);
    }
    const used = new Set(
      readOutcodes().flatMap(({ districtCode, districtCodes }) => districtCodes ?? [districtCode]),
    );
    expect([...used].filter((code) => !all.some((district) => district.code === code))).toEqual([]);
  });

  it('says which districts came after each that has ended', () => {
    const { districts: all, successions } = readAreas();
    const byCode = new Map(all.map((district) => [district.code, district]));
    const ended = all.filter(({ validTo }) => validTo !== undefined);
    for (const { code, validTo } of ended) {
      const next = successions.filter(({ from }) => from === code);
      expect([code, next.length > 0]).toEqual([code, true]);
      for (const { to, day } of next) expect([to, byCode.has(to), day > validTo!]).toEqual([to, true, true]);
    }
    expect(new Set(successions.map(({ from }) => from)).size).toBe(ended.length);
  });

  it('has the 154 sectors of Norfolk and every outcode', () => {
    const sectors = readSectors();
    expect(new Set(sectors.map((sector) => sector.key)).size).toBe(154);
    expect(sectors.filter((sector) => !inNorfolk(sector) || !districts.has(sector.districtCode))).toEqual([]);
    expect(sectors.reduce((sum, { postcodes }) => sum + postcodes, 0)).toBe(29_502);
    const outcodes = readOutcodes();
    expect(new Set(outcodes.map((outcode) => outcode.key)).size).toBe(2_864);
    const known = outcodes.filter(({ districtCodes }) => districtCodes !== null);
    expect(known.length).toBeGreaterThan(2_800);
    for (const { key: outcode, districtCode, districtCodes } of known) {
      expect([outcode, districtCodes]).toEqual([outcode, [...new Set(districtCodes)].sort()]);
      expect([outcode, districtCodes!.includes(districtCode)]).toEqual([outcode, true]);
    }
    expect(known.find((outcode) => outcode.key === 'NR21')?.districtCodes).toEqual([
      'E07000143',
      'E07000146',
      'E07000147',
    ]);
    expect(outcodes.find((outcode) => outcode.key === 'NR21')?.districtCode).toBe('E07000147');
  });

  it('has 560 settlements, each with its own name, position, kind and district', () => {
    const places = readPlaces();
    expect(places).toHaveLength(560);
    expect(new Set(places.map(({ name }) => name)).size).toBe(560);
    expect(new Set(places.map(({ latitude, longitude }) => `${latitude} ${longitude}`)).size).toBe(560);
    expect(places.filter((place) => !inNorfolk(place) || !districts.has(place.districtCode))).toEqual([]);
    const placeOf = (name: string) =>
      places.find((place) => [place.name, ...place.otherNames].includes(name));
    expect(placeOf('Norwich')?.kind).toBe('CITY');
    expect(placeOf('Dereham')).toMatchObject({
      name: 'East Dereham',
      kind: 'TOWN',
      districtCode: 'E07000143',
    });
    expect(placeOf('Cringleford')?.districtCode).toBe('E07000149'); // though the nearest sector's middle is in Norwich
  });

  it('gives no other name of a settlement to another one', () => {
    const names = readPlaces().flatMap((place) => [place.name, ...place.otherNames].map(foldName));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });
});
