// Misspelt on purpose. cspell:ignore sucidal harn
import { ProfileMaker } from '../../src/features/match/profile-from-text.js';
import type { SentenceReading } from '../../src/features/match/sentence-reader.js';
import { Concept } from '../../src/features/vocabulary/concept.entity.js';
import { vocabularyFeature } from '../../src/features/vocabulary/vocabulary.feature.js';
import { followed } from '../support/followed.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { askMatch } from './ask-match.js';

interface Chip {
  readonly kind: string;
  readonly use: string;
  readonly said: string | null;
  readonly label: string;
  readonly codes: readonly { readonly list: string; readonly code: string }[];
  readonly choices: readonly { readonly code: string }[];
  readonly sentence: string;
}
interface Answer {
  readonly profile: Readonly<Record<string, unknown>> | null;
  readonly place: string | null;
  readonly chips: readonly Chip[];
  readonly leftOut: readonly string[];
  readonly safety: string | null;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] | null }[];
}

const QUERY = `query ($text: String!) { matchText(text: $text) {
  profile {
    needs { code weight } circumstances tier referralRoute yearGroup age
    near { place { postcode name schoolUrn point { latitude longitude } district planningArea } }
  }
  place
  chips { kind use said label codes { list code } choices { code } sentence }
  leftOut safety userErrors { code field }
} }`;

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

async function read(text: string): Promise<Answer> {
  const { data, errors } = await hub.query<{ matchText: Answer }>(QUERY, { text });
  expect(errors).toBeUndefined();
  return data.matchText;
}

const aConcept = (id: string, strongCodes: string[], phrases = [id]): Concept =>
  Object.assign(new Concept(), {
    id,
    label: id,
    explanation: '',
    phrases,
    strongCodes,
    relatedCodes: [],
    signposts: [],
  });

describe('a sentence', () => {
  it('becomes a profile that says what each word was read as', async () => {
    const { profile, chips, leftOut, safety, place, userErrors } = await read(
      'autistic lad, permanently excluded, likes football, zebra',
    );
    expect(userErrors).toEqual([]);
    expect(profile).toEqual({
      needs: [{ code: 'ASD', weight: 1 }],
      circumstances: ['PERMANENTLY_EXCLUDED'],
      ...{ tier: null, referralRoute: null, yearGroup: null, age: null, near: null },
    });
    expect(
      chips.map(({ said, use, codes }) => [said, use, ...codes.map(({ list, code }) => `${list} ${code}`)]),
    ).toEqual(
      expect.arrayContaining([
        ['autistic', 'USED', 'NEEDS ASD'],
        ['permanently excluded', 'USED', 'CIRCUMSTANCES PERMANENTLY_EXCLUDED'],
        ['likes football', 'NOT_USED'],
      ]),
    );
    expect(chips.find(({ said }) => said === 'autistic')?.sentence).toBe(
      '“autistic” is read as “Autistic spectrum disorder”.',
    );
    expect(chips.find(({ said }) => said === 'likes football')?.sentence).toMatch(/a match does not look at/);
    expect(leftOut).toContain('zebra');
    expect([safety, place]).toEqual([null, null]);
  });

  it('becomes one that a match takes as it is', async () => {
    const { profile } = await read('school refuser with dyslexia, tier 2');
    expect(profile).toMatchObject({
      needs: [{ code: 'SPLD', weight: 1 }],
      circumstances: ['EBSA'],
      tier: 'TIER_2',
    });
    const { userErrors, matches } = await askMatch(hub, profile!);
    expect([userErrors, matches]).toEqual([[], []]);
  });

  it('takes nothing from what is only related to a concept', async () => {
    const { profile, chips } = await read('anxious and loves woodwork');
    expect(chips.length).toBeGreaterThan(0);
    expect(profile).toMatchObject({ needs: [], circumstances: [] });
  });

  it('leaves it to a person where words can mean several needs', async () => {
    const { profile, chips } = await read('learning difficulties');
    expect(profile).toMatchObject({ needs: [] });
    expect(chips).toMatchObject([
      { use: 'CHOOSE', codes: [], choices: [{ code: 'MLD' }, { code: 'SLD' }, { code: 'PMLD' }] },
    ]);
    expect(chips[0]!.sentence).toMatch(
      /^“learning difficulties” can mean “.*”, “.*” or “.*”: add what you mean\.$/,
    );
  });

  it('leaves it to a person where two words ask for two tiers', async () => {
    const { profile, chips } = await read('tier 1 or tier 3');
    expect(profile).toMatchObject({ tier: null });
    expect(chips.map(({ use, choices }) => [use, choices.map(({ code }) => code)])).toEqual([
      ['CHOOSE', ['TIER_1']],
      ['CHOOSE', ['TIER_3']],
    ]);
  });

  it('that says nothing is an empty profile', async () => {
    for (const text of ['', '   ', '???', 'the and of']) {
      const { profile, chips, leftOut, safety } = await read(text);
      expect(profile).toMatchObject({ needs: [], circumstances: [] });
      expect([chips, leftOut, safety]).toEqual([[], [], null]);
    }
  });

  it('that is too long is refused', async () => {
    const { profile, chips, userErrors } = await read('x'.repeat(501));
    expect([profile, chips, userErrors]).toEqual([null, [], [{ code: 'INVALID', field: ['text'] }]]);
  });
});

describe('words of crisis', () => {
  it.each([
    'self-harm',
    'autistic girl who is suicidal',
    'I want to kill myself',
    'he was abused',
    'sucidal thoughts',
  ])('are shown above all else, and never become a need by themselves: %s', async (text) => {
    const { safety, profile, chips } = await read(text);
    expect(safety).toMatch(/^Some of these words can mean that a young person is not safe\./);
    expect(profile).toMatchObject({ circumstances: [] });
    for (const { use, codes } of chips.filter(({ use }) => use === 'SAFETY')) {
      expect([use, codes]).toEqual(['SAFETY', []]);
    }
    expect(chips.flatMap(({ codes }) => codes.map(({ code }) => code))).toEqual(
      text.startsWith('autistic') ? ['ASD'] : [],
    );
  });

  it('are not other words', async () => {
    for (const text of ['dog grooming', 'needs help with spelling', 'cutting hair', 'killer whales']) {
      expect([text, (await read(text)).safety]).toEqual([text, null]);
    }
  });
});

describe('a sentence with a place and a year', () => {
  it('says where to look from, and for which year', async () => {
    const { profile, place, leftOut } = await read(
      'autistic boy in year nine who likes zebras, near Thetford',
    );
    expect(profile).toMatchObject({
      needs: [{ code: 'ASD' }],
      yearGroup: 9,
      near: { place: { name: 'Thetford' } },
    });
    expect(place).toBe('Thetford');
    expect(leftOut).toEqual(['zebras']);
  });

  it('can name a district, which a match takes', async () => {
    const { profile } = await read('autism in north norfolk');
    expect(profile?.near).toMatchObject({ place: { district: 'E07000147' } });
  });
});

describe('what is typed', () => {
  it('leaves nothing behind: not in the database, and not in the log', async () => {
    await followed(hub);
    const before = hub.logged.length;
    await read('suicidal boy in Thetford, year 9, likes zebras');
    await read('zebra'.repeat(200));
    const lines = hub.logged.slice(before);
    expect(lines.filter((line) => line.includes('"request"'))).toHaveLength(2);
    expect(lines.join('\n')).not.toMatch(/suicidal|thetford|zebra/i);
  });
});

describe('whatever the reader of sentences finds', () => {
  const nothing: SentenceReading = {
    concepts: [],
    place: null,
    yearGroup: null,
    age: null,
    keyStages: [],
    leftOut: [],
  };
  const made = (reading: Partial<SentenceReading>, text = '') =>
    new ProfileMaker(
      { read: async () => ({ ...nothing, ...reading }) },
      hub.of(vocabularyFeature),
      hub.clock,
    ).read(text);
  const chipsOf = async (reading: Partial<SentenceReading>) =>
    (await made(reading)).chips.map(({ kind, use, label, sentence }) => [kind, use, label, sentence]);

  it('a place is where to look from', async () => {
    const reading = { place: { reference: { name: 'Fakenham' }, label: 'Fakenham' } };
    const { profile, place } = await made(reading);
    expect([profile.near, place]).toEqual([{ place: { name: 'Fakenham' } }, 'Fakenham']);
    expect(await chipsOf(reading)).toEqual([
      ['PLACE', 'USED', 'Fakenham', 'Offerings are looked for from Fakenham.'],
    ]);
    expect((await askMatch(hub, profile)).userErrors).toEqual([]);
  });

  it('a year group comes before an age, and each only as far as a profile takes it', async () => {
    expect((await made({ age: 14 })).profile).toMatchObject({ age: 14, yearGroup: null });
    expect((await made({ yearGroup: 9, age: 14 })).profile).toMatchObject({ age: null, yearGroup: 9 });
    expect((await made({ yearGroup: 15, age: 14 })).profile).toMatchObject({ age: 14, yearGroup: null });
    expect((await made({ age: 25 })).profile).toMatchObject({ age: null, yearGroup: null });
    expect(await chipsOf({ yearGroup: 9, age: 14 })).toEqual([
      ['YEAR_GROUP', 'USED', 'Year 9', 'The pupil is in Year 9.'],
      ['AGE', 'NOT_USED', '14 years old', 'The year group is used instead of the age.'],
    ]);
    expect(await chipsOf({ yearGroup: 15, age: 14 })).toEqual([
      ['YEAR_GROUP', 'NOT_USED', 'Year 15', 'Year 15 is not a year that a match can look for.'],
      ['AGE', 'USED', '14 years old', 'A pupil of this age is in Year 9 or Year 10.'],
    ]);
    expect(await chipsOf({ age: 25 })).toEqual([
      ['AGE', 'NOT_USED', '25 years old', 'This is not an age that a match can look for.'],
    ]);
  });

  it('a key stage is turned into a year group by a person', async () => {
    const vocabulary = hub.of(vocabularyFeature);
    expect(await chipsOf({ keyStages: ['KS4'] })).toEqual([
      [
        'KEY_STAGE',
        'CHOOSE',
        vocabulary.get('KEY_STAGE', 'KS4').label,
        'A match takes a year group, not a key stage: add Year 10 or Year 11.',
      ],
    ]);
  });

  it('a concept that means a need and a circumstance brings both, and each code only once', async () => {
    const one = { concept: aConcept('one', ['NEED:SEMH', 'CIRCUMSTANCE:EBSA']), said: 'one' };
    const two = {
      concept: aConcept('two', ['NEED:SEMH', 'NEED:NO_SUCH_NEED', 'ACCREDITATION:GCSE']),
      said: 'two',
    };
    const { profile } = await made({ concepts: [one, two] });
    expect(profile).toMatchObject({ needs: [{ code: 'SEMH', weight: 1 }], circumstances: ['EBSA'] });
  });

  it('a concept of words of crisis brings nothing, even if it means one need', async () => {
    const concept: Concept = { ...aConcept('crisis', ['NEED:SEMH']), signposts: ['SELF_HARM'] };
    const asked = await made({ concepts: [{ concept, said: 'self harm' }] });
    expect(asked.profile.needs).toEqual([]);
    expect(asked.safety).not.toBeNull();
    expect(asked.chips).toMatchObject([{ use: 'SAFETY', codes: [], choices: [{ code: 'SEMH' }] }]);
  });
});
