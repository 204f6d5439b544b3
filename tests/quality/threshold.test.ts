import fc from 'fast-check';
import {
  adviseOnThreshold,
  PUPILS,
  type ThresholdFacts,
  type ThresholdLevel,
  thresholdLevels,
} from '../../src/features/quality/threshold.rules.js';

/** A provider of which everything is known and nothing is full-time. */
const partTime: ThresholdFacts = {
  registered: false,
  fullTime: 0,
  fullTimePlaces: 0,
  fullTimePlacesUnknown: false,
  fullTimeEhcPlan: null,
  fullTimeLookedAfter: false,
  nearlyPlaces: 0,
  hoursUnknown: 0,
};
/** The same, full-time for four pupils without an EHC plan. */
const fullTimeForFour: ThresholdFacts = {
  ...partTime,
  fullTime: 1,
  fullTimePlaces: 4,
  fullTimeEhcPlan: 'NOT_ACCEPTED',
};

describe('the threshold of registration', () => {
  it.each<[string, ThresholdFacts, ThresholdLevel, string]>([
    ['part-time only', partTime, 'NONE', 'full-time'],
    ['full-time for four', fullTimeForFour, 'NONE', 'fewer than 5'],
    ['full-time for five', { ...fullTimeForFour, fullTimePlaces: 5 }, 'LIKELY', '5 places'],
    [
      'a registered school for five',
      { ...fullTimeForFour, fullTimePlaces: 5, registered: true },
      'NONE',
      'registered',
    ],
    [
      'full-time for EHC plans only',
      { ...fullTimeForFour, fullTimePlaces: 1, fullTimeEhcPlan: 'REQUIRED' },
      'LIKELY',
      'EHC plan',
    ],
    [
      'full-time, EHC plans accepted',
      { ...fullTimeForFour, fullTimeEhcPlan: 'ACCEPTED' },
      'CLOSE',
      'EHC plan',
    ],
    [
      'full-time, for looked-after pupils too',
      { ...fullTimeForFour, fullTimeLookedAfter: true },
      'CLOSE',
      'looked-after',
    ],
    [
      'part-time, for looked-after pupils too',
      { ...partTime, fullTimeLookedAfter: true },
      'NONE',
      'full-time',
    ],
    ['nearly full-time for five', { ...partTime, nearlyPlaces: 5 }, 'CLOSE', '15 hours'],
    ['nearly full-time for four', { ...partTime, nearlyPlaces: 4 }, 'NONE', 'full-time'],
    ['full-time and nearly so, five together', { ...fullTimeForFour, nearlyPlaces: 1 }, 'CLOSE', '5 places'],
    ['hours not known', { ...partTime, hoursUnknown: 1 }, 'LOOK', 'Too little'],
    [
      'full-time, places not known',
      { ...fullTimeForFour, fullTimePlaces: 0, fullTimePlacesUnknown: true },
      'LOOK',
      'Too little',
    ],
    ['full-time, EHC plans not known', { ...fullTimeForFour, fullTimeEhcPlan: null }, 'LOOK', 'Too little'],
    [
      'registration not stated, full-time for five',
      { ...fullTimeForFour, fullTimePlaces: 5, registered: null },
      'LIKELY',
      '5 places',
    ],
    ['registration not stated, part-time', { ...partTime, registered: null }, 'NONE', 'full-time'],
  ])('%s', (_, facts, level, because) => {
    const advice = adviseOnThreshold(facts);
    expect(advice.level).toBe(level);
    expect(advice.reasons[0]).toContain(because);
  });

  it('says what is not known, beside what is', () => {
    const facts = {
      ...fullTimeForFour,
      fullTimePlaces: 5,
      fullTimeEhcPlan: null,
      registered: null,
      hoursUnknown: 1,
    };
    expect(adviseOnThreshold(facts)).toEqual({
      level: 'LIKELY',
      version: 1,
      reasons: ['It has 5 places or more full-time (18 hours a week or said to be).'],
      unknown: [
        'Neither hours nor attendance is known of every offering.',
        'It is not known whether full-time pupils may have an EHC plan.',
        'How it is registered is not stated.',
      ],
    });
  });

  const facts: fc.Arbitrary<ThresholdFacts> = fc.record({
    registered: fc.constantFrom(true, false, null),
    fullTime: fc.nat(3),
    fullTimePlaces: fc.nat(9),
    fullTimePlacesUnknown: fc.boolean(),
    fullTimeEhcPlan: fc.constantFrom('REQUIRED', 'ACCEPTED', 'NOT_ACCEPTED', null),
    fullTimeLookedAfter: fc.boolean(),
    nearlyPlaces: fc.nat(9),
    hoursUnknown: fc.nat(2),
  });
  const rank = (level: ThresholdLevel) => thresholdLevels.indexOf(level);

  it('always gives reasons, in sentences, and is never LOOK without saying what is not known', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { level, reasons, unknown } = adviseOnThreshold(given);
        expect(reasons.length).toBeGreaterThan(0);
        for (const sentence of [...reasons, ...unknown]) expect(sentence).toMatch(/^[A-Z].+\.$/);
        if (level === 'LOOK') expect(unknown.length).toBeGreaterThan(0);
        if (level === 'NONE') expect(unknown).toEqual([]);
      }),
    );
  });

  it('never falls when there are more places, or when it is found to be counted in groups', () => {
    fc.assert(
      fc.property(facts, fc.nat(5), (given, more) => {
        const { level } = adviseOnThreshold(given);
        const larger = { ...given, nearlyPlaces: given.nearlyPlaces + more };
        expect(rank(adviseOnThreshold(larger).level)).toBeGreaterThanOrEqual(rank(level));
        // SQL cuts numbers off to count providers alike together.
        const cut = {
          ...given,
          fullTime: Math.min(1, given.fullTime),
          fullTimePlaces: Math.min(PUPILS, given.fullTimePlaces),
          nearlyPlaces: Math.min(PUPILS, given.nearlyPlaces),
          hoursUnknown: Math.min(1, given.hoursUnknown),
        };
        expect(adviseOnThreshold(cut)).toEqual(adviseOnThreshold(given));
      }),
    );
  });
});
