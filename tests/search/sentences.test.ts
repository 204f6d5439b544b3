// cspell:ignore hornbeem
import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { londonDay } from '../../src/platform/clock.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';
import { TEST_NOW } from '../support/test-clock.js';

let hub: TestHub;
let school: Ask;
beforeAll(async () => {
  hub = await startTestHub(async ({ pool }) => loadDemonstration(pool, londonDay(TEST_NOW)));
  school = await hub.as('school');
});
afterAll(() => hub.stop());

const SEARCH = `query Sentence($text: String, $near: NearInput, $placeInText: Boolean, $filter: SearchFilter, $sort: SearchSort) {
  search(text: $text, near: $near, placeInText: $placeInText, filter: $filter, sort: $sort, first: 100) {
    totalCount
    pageInfo { endCursor }
    nodes {
      distanceMetres reachedBy offering { title minYear maxYear keyStages { code } } site { district { code } }
      matchedBecause { kind sentence }
    }
    understood {
      place { label } area radiusMetres isPlaceFromText possiblePlaces yearGroups ages keyStages words ignoredWords didYouMean
      concepts { said label isRequired }
      parts { kind said label isRequired textWithout }
    }
    userErrors { field code message }
  }
}`;

interface Results {
  readonly totalCount: number;
  readonly pageInfo: { readonly endCursor: string | null };
  readonly nodes: readonly {
    readonly distanceMetres: number | null;
    readonly reachedBy: string | null;
    readonly offering: {
      readonly title: string;
      readonly minYear: number;
      readonly maxYear: number;
      readonly keyStages: readonly { readonly code: string }[];
    };
    readonly site: { readonly district: { readonly code: string } | null } | null;
    readonly matchedBecause: readonly { readonly kind: string; readonly sentence: string }[];
  }[];
  readonly understood: {
    readonly place: { readonly label: string } | null;
    readonly area: string | null;
    readonly radiusMetres: number | null;
    readonly isPlaceFromText: boolean;
    readonly possiblePlaces: readonly string[];
    readonly yearGroups: readonly number[];
    readonly ages: readonly number[];
    readonly keyStages: readonly string[];
    readonly words: readonly string[];
    readonly ignoredWords: readonly string[];
    readonly didYouMean: readonly string[];
    readonly concepts: readonly {
      readonly said: string;
      readonly label: string;
      readonly isRequired: boolean;
    }[];
    readonly parts: readonly {
      readonly kind: string;
      readonly said: string;
      readonly label: string;
      readonly isRequired: boolean;
      readonly textWithout: string;
    }[];
  };
}

async function search(text: string, more: object = {}): Promise<Results> {
  const { data, errors } = await school(SEARCH, { text, ...more });
  expect(errors).toBeUndefined();
  return (data as unknown as { search: Results }).search;
}

describe('a place in the text', () => {
  it.each([
    ['boxing near Thetford', 'Thetford', 25_000],
    ['boxing nr thetford', 'Thetford', 25_000],
    ['autism in Norwich', 'Norwich', 15_000],
    ['anxiety near Norwich', 'Norwich', 25_000],
    ['horses within 10 miles of fakenham', 'Fakenham', 16_093],
    ['cooking gt yarmouth', 'Great Yarmouth', 25_000],
    ['cooking in Yarmouth', 'Great Yarmouth', 15_000],
    ['art around Dereham', 'East Dereham', 25_000],
    ['mechanics NR1', 'NR1', 25_000],
  ])('%j is a search from %s, as far as %i m', async (text, label, metres) => {
    const { nodes, understood } = await search(text);
    expect(understood).toMatchObject({ place: { label }, radiusMetres: metres, isPlaceFromText: true });
    expect(nodes.length).toBeGreaterThan(0);
    for (const { distanceMetres, reachedBy } of nodes) {
      expect(reachedBy === 'AREA' || distanceMetres! <= metres).toBe(true);
    }
  });

  it.each([
    ['autism norfolk', 'Norfolk'],
    ['autism in north norfolk', 'North Norfolk'],
    ['bases in the east coast and harbour planning area', 'East Coast and Harbour'],
  ])('%j is a search in the area %s', async (text, area) => {
    const { understood, totalCount } = await search(text);
    expect(understood.area).toContain(area);
    expect(understood).toMatchObject({ place: null, isPlaceFromText: true });
    expect(totalCount).toBeGreaterThan(0);
  });

  it('says why each hit is there', async () => {
    const { nodes } = await search('boxing near Thetford for a year nine');
    const kinds = nodes[0]!.matchedBecause.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['CONCEPT', 'PLACE', 'YEARS']));
    const sentence = (kind: string) =>
      nodes[0]!.matchedBecause.find((reason) => reason.kind === kind)?.sentence;
    expect(sentence('PLACE')).toMatch(/^“near thetford”: its site is \d+\.\d km from Thetford\.$/);
    expect(sentence('YEARS')).toMatch(/^“year nine”: it takes years \d+ to \d+\.$/);
  });

  it('is nothing but words if it is switched off, or if near is given', async () => {
    expect((await search('boxing near Thetford', { placeInText: false })).understood).toMatchObject({
      place: null,
      radiusMetres: null,
      isPlaceFromText: false,
    });
    const near = { place: { name: 'Norwich' }, within: { km: 40 } };
    expect((await search('boxing near Thetford', { near })).understood).toMatchObject({
      place: { label: 'Norwich' },
      radiusMetres: 40_000,
      isPlaceFromText: false,
    });
  });

  it('filters nothing where several places have the name, and they are offered', async () => {
    const { understood, totalCount } = await search('fishing walsham');
    expect(understood.place).toBeNull();
    expect(understood.possiblePlaces).toEqual(expect.arrayContaining(['North Walsham', 'South Walsham']));
    expect(totalCount).toBeGreaterThan(0);
  });

  it('reaches farther if nothing is found as near as usual, and says how far', async () => {
    const near = await search('boat building in Thetford');
    expect(near.totalCount).toBeGreaterThan(0);
    expect(near.understood.radiusMetres).toBeGreaterThan(15_000);
    const stated = await search('boat building within 5 miles of Thetford');
    expect(stated).toMatchObject({ totalCount: 0, understood: { radiusMetres: 8_047 } });
  });

  it('never finds everything because nothing is there', async () => {
    expect((await search('boxing in Plymouth')).totalCount).toBe(0);
  });

  it.each(['help with reading', 'could start in march', 'a box of tricks', 'support in reading and writing'])(
    'is not read in %j',
    async (text) => {
      expect((await search(text)).understood).toMatchObject({ place: null, area: null });
    },
  );
});

describe('a year, an age or a key stage in the text', () => {
  it.each([
    ['year nine mechanics', { yearGroups: [9] }, 9],
    ['Y10 boxing', { yearGroups: [10] }, 10],
    ['construction for a 14 year old', { ages: [14] }, null],
    ['art KS3', { keyStages: ['KS3'] }, null],
    ['sixth form cooking', { keyStages: ['KS5'] }, null],
    ['primary nurture group', { keyStages: ['KS1', 'KS2'] }, null],
  ])('%j filters', async (text, expected, year) => {
    const { nodes, understood } = await search(text);
    expect(understood).toMatchObject(expected);
    expect(nodes.length).toBeGreaterThan(0);
    for (const { offering } of nodes) {
      if (year !== null) expect(offering.minYear <= year && year <= offering.maxYear).toBe(true);
      if ('keyStages' in expected) {
        expect(offering.keyStages.some(({ code }) => expected.keyStages!.includes(code))).toBe(true);
      }
    }
  });

  it('is said only if it filters: a year says more than a phase', async () => {
    const { understood } = await search('secondary school, year 10, boxing');
    expect(understood).toMatchObject({ yearGroups: [10], keyStages: [] });
    expect(understood.parts.map(({ kind }) => kind)).toEqual(['YEAR', 'CONCEPT']);
  });

  it('is one part, even if its words are a concept too', async () => {
    const { understood } = await search('post 16');
    expect(understood.parts.map(({ kind, said }) => [kind, said])).toEqual([['KEY_STAGE', 'post 16']]);
  });

  it('gives way to the filter that was sent', async () => {
    const { nodes, understood } = await search('year nine boxing', { filter: { yearGroup: 7 } });
    expect(understood.yearGroups).toEqual([]);
    for (const { offering } of nodes) expect(offering.minYear <= 7 && 7 <= offering.maxYear).toBe(true);
  });
});

describe('what was understood', () => {
  it('is shown in parts, each with the text to send without it', async () => {
    const { understood } = await search('Boxing near Thetford, Y9');
    expect(understood.parts).toEqual([
      {
        kind: 'CONCEPT',
        said: 'boxing',
        label: expect.any(String),
        isRequired: true,
        textWithout: 'near Thetford Y9',
      },
      { kind: 'PLACE', said: 'near thetford', label: 'Thetford', isRequired: true, textWithout: 'Boxing Y9' },
      { kind: 'YEAR', said: 'y9', label: 'Year 9', isRequired: true, textWithout: 'Boxing near Thetford' },
    ]);
  });

  it.each([
    'sexual abuse',
    'brick laying',
    'NEET',
    'hits other children and hides under tables',
    'angry all the time since his grandad died',
    'hes obsessed with minecraft and wont leave the house',
    'dance, climbing or skateboarding',
    'suicidal thoughts',
  ])('is a reason for every hit: %j', async (text) => {
    const { nodes, understood } = await search(text);
    expect(understood.concepts.length).toBeGreaterThan(0);
    expect(nodes.length).toBeGreaterThan(0);
    const bare = nodes.filter(({ matchedBecause }) => !matchedBecause.some(({ kind }) => kind === 'CONCEPT'));
    expect(bare.map(({ offering }) => offering.title)).toEqual([]);
  });

  it('says which concepts each result must stand for', async () => {
    const { understood, nodes } = await search('lad kicked out of 3 schools, likes football, Y9');
    expect(nodes.length).toBeGreaterThan(3);
    expect(nodes[0]!.offering.title).toMatch(/football/i);
    expect(understood.concepts.map(({ isRequired }) => isRequired)).toContain(false);
  });

  it('offers what may have been meant, if a word is in no entry', async () => {
    const { understood, totalCount } = await search('hornbeem observatory');
    expect(totalCount).toBe(0);
    expect(understood.didYouMean[0]).toBe('hornbeam observatory');
  });
});

it('keeps no part of what was typed: not in the log, not in a cursor', async () => {
  const { pageInfo } = await search('trauma near Swaffham for a year 8');
  const cursor = Buffer.from(pageInfo.endCursor ?? '', 'base64url').toString();
  for (const word of ['trauma', 'swaffham', 'Swaffham', 'year 8']) {
    expect(cursor).not.toContain(word);
    expect(hub.logged.join('\n')).not.toContain(word);
  }
});
