import { sentenceOf } from '../../../src/features/search/sentence.js';
import { readYears } from '../../../src/features/search/sentence-years.js';

/** What is read, in short: "Y9", "Y7+Y9" for both ends of a range, "14 years", "KS3". */
function read(text: string): string[] {
  return readYears(sentenceOf(text)).map(({ yearGroups, age, keyStages }) =>
    yearGroups
      ? yearGroups.map((year) => `Y${year}`).join('+')
      : age !== undefined
        ? `${age} years`
        : keyStages!.join('+'),
  );
}

describe('years, ages and key stages in a sentence', () => {
  it.each([
    ['year nine mechanics', 'Y9'],
    ['year 9', 'Y9'],
    ['Year 10 boy', 'Y10'],
    ['yr 7 boy boxing', 'Y7'],
    ['yr9', 'Y9'],
    ['Y10 music', 'Y10'],
    ['y.10 music', 'Y10'],
    ['for a year 6, in Holt', 'Y6'],
    ['in year eleven and stuck', 'Y11'],
    ['year r boy', 'Y0'],
    ['a reception child', 'Y0'],
    ['years 7 to 9', 'Y7+Y9'],
    ['years 7-9', 'Y7+Y9'],
    ['yr 6 to yr 7 transition', 'Y6+Y7'],
    ['transition year 6 to 7', 'Y6+Y7'],
    ['y5 into y6', 'Y5+Y6'],
  ])('%j: the years %s', (text, expected) => {
    expect(read(text)).toContain(expected);
  });

  it.each([
    ['14 year old', '14 years'],
    ['a 14-year-old girl', '14 years'],
    ['14yo', '14 years'],
    ['14 yr old', '14 years'],
    ['fourteen year old', '14 years'],
    ['aged nine', '9 years'],
    ['age 12', '12 years'],
    ['my son is 13 and anxious', '13 years'],
    ['she’s 15 and wont go', '15 years'],
    ['our lad is 15 been kicked out', '15 years'],
    ['he is nine', '9 years'],
    ['just turned 16', '16 years'],
    ['16 years of age', '16 years'],
    ['NEET 17', '17 years'],
    ['annual review, PMLD, 17, day placement', '17 years'],
  ])('%j: %s', (text, expected) => {
    expect(read(text)).toContain(expected);
  });

  it.each([
    ['KS4', 'KS4'],
    ['ks 3 art', 'KS3'],
    ['key stage three', 'KS3'],
    ['KS3/4', 'KS3+KS4'],
    ['KS3/KS4', 'KS3+KS4'],
    ['sixth form', 'KS5'],
    ['6th form college', 'KS5'],
    ['post 16', 'KS5'],
    ['post-16 bricklaying', 'KS5'],
    ['primary age', 'KS1+KS2'],
    ['a primary school pupil', 'KS1+KS2'],
    ['secondary', 'KS3+KS4'],
    ['infants', 'KS1'],
    ['juniors', 'KS2'],
  ])('%j: the key stages %s', (text, expected) => {
    expect(read(text)).toContain(expected);
  });

  it.each([
    'two days a week',
    'within 10 miles of Norwich',
    'is 5 miles from the nearest bus',
    'day 6',
    'tier 2',
    'a group of 6',
    'half an hour a day',
    'twenty weeks pregnant',
    'refused by 3 schools',
    'excluded 3 times this year',
    'for a year',
    'next year',
    'attendance 38%',
    'level 2',
    'room 12',
    'his primary need is autism',
    'up to 12',
    'lost a year of school',
    'new year start',
    'NR1',
  ])('nothing is read in %j', (text) => {
    expect(read(text)).toEqual([]);
  });
});
