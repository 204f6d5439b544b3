import fc from 'fast-check';
import {
  adviseOnThreshold,
  groundsAt,
  isRegistered,
  type KeptRule,
  registrationRules,
  rulesInForce,
  THRESHOLD_VERSION,
  thresholdGrounds,
  thresholdLevels,
} from '../../src/features/quality/threshold/threshold.rules.js';

/** As they are, and as they would be on the day on which the Act of 2026 has begun. */
const kept = (begins: string | null): KeptRule[] => [
  { code: 'EA_1996_S463', title: 'Now', law: 's. 463', inForceFrom: '1996-11-01' },
  { code: 'CWSA_2026_S43', title: 'Coming', law: 's. 43', inForceFrom: begins },
];
const bothInForce = kept('2026-09-01');
const DAY = '2026-09-01';

/*
 * What each bit of a tally says, and how close it looks by the law in force and by the coming one (see threshold-table.ts for both, and
 * `threshold_facts` for the bits): written from them, so that a slip in the rules' own table shows.
 */
// biome-ignore format: a row a line
const grounds: [bit: number, what: string, now: string, coming: string, isUnknown: boolean][] = [
  [0,  'nothing is offered',                                      'LOOK',   'LOOK',   true],
  [1,  'five full-time places',                                   'LIKELY', 'LIKELY', false],
  [2,  'four full-time places: a fifth pupil is one call away',   'CLOSE',  'LIKELY', false],
  [3,  'fewer full-time places',                                  'LOOK',   'LIKELY', false],
  [4,  'full-time places that nobody has counted',                'LOOK',   'LIKELY', true],
  [5,  'full-time, for pupils with an EHC plan only',             'LIKELY', 'LIKELY', false],
  [6,  'full-time, for pupils with an EHC plan too',              'CLOSE',  'LIKELY', false],
  [7,  'full-time, for looked-after pupils',                      'CLOSE',  'LIKELY', false],
  [8,  'full-time, and nobody says whether with an EHC plan',     'LOOK',   'LIKELY', true],
  [9,  'five places of 15 hours',                                 'CLOSE',  'CLOSE',  false],
  [10, '17.5 hours',                                              'LOOK',   'CLOSE',  false],
  [11, '17.5 hours, where one pupil is enough',                   'CLOSE',  'CLOSE',  false],
  [12, '15 hours',                                                'LOOK',   'CLOSE',  false],
  [13, 'places of 15 hours that nobody has counted',              'LOOK',   'CLOSE',  true],
  [14, '15 hours, and nobody says whether with an EHC plan',      'LOOK',   'CLOSE',  true],
  [15, 'offerings that come to 15 hours together',                'LOOK',   'LOOK',   false],
  [16, 'outreach of 15 hours: the pupil is on a school’s roll',   'LOOK',   'LOOK',   false],
  [17, 'hours that nobody has said',                              'LOOK',   'LOOK',   true],
];

describe('a ground', () => {
  it.each(grounds)('%i, %s: %s now, %s to come', (bit, _, now, coming, isUnknown) => {
    const advice = adviseOnThreshold('UNREGISTERED', 1 << bit, kept(null), DAY);
    expect([advice.level, advice.rules.map(({ level }) => level)]).toEqual([now, [now, coming]]);
    const { sentence } = thresholdGrounds.find((one) => one.bit === bit)!;
    expect(advice.unknown.includes(sentence)).toBe(isUnknown);
    expect(advice.reasons).toEqual([
      isUnknown ? 'Too little is known to rule out that it must register.' : sentence,
    ]);
  });

  it('has a bit of its own, and comes before what weighs less', () => {
    expect(thresholdGrounds.map(({ bit }) => bit).sort((a, b) => a - b)).toEqual(grounds.map(([bit]) => bit));
    const rank = (level: string) => thresholdLevels.indexOf(level as never);
    const now = thresholdGrounds.map(({ levels }) => rank(levels.EA_1996_S463));
    expect(now).toEqual([...now].sort((a, b) => b - a));
    expect([thresholdLevels, registrationRules]).toEqual([
      ['NONE', 'LOOK', 'CLOSE', 'LIKELY'],
      ['EA_1996_S463', 'CWSA_2026_S43'],
    ]);
  });

  it('of regular hours leaves open whether any pupil is looked after, unless that is said', () => {
    const open = 'It is not known whether any of its pupils are looked after.';
    const isOpen = (...which: number[]) =>
      adviseOnThreshold(
        'UNREGISTERED',
        which.reduce((all, bit) => all | (1 << bit), 0),
        kept(null),
        DAY,
      ).unknown.includes(open);
    const leavesOpen = grounds.map(([bit]) => bit).filter((bit) => isOpen(bit));
    expect(leavesOpen).toEqual([2, 3, 9, 10, 12]);
    for (const bit of leavesOpen) expect([isOpen(bit, 7), isOpen(bit, 11)]).toEqual([false, false]);
  });
});

describe('advice', () => {
  const on = (registration: string, tally: number) => adviseOnThreshold(registration, tally, kept(null), DAY);

  it.each([
    ['REGISTERED_SCHOOL', true],
    ['REGISTERED_COLLEGE', true],
    ['UNREGISTERED', false],
    ['NOT_STATED', null],
    ['NOT_REGISTERED_YET', null],
  ])('of what is %s knows whether it is registered: %s', (registration, registered) => {
    expect(isRegistered(registration)).toBe(registered);
  });

  it('is NONE where it is registered or nothing points to it, and says why', () => {
    const registered = { level: 'NONE', reasons: ['It is a registered school or college.'], unknown: [] };
    expect(on('REGISTERED_SCHOOL', 0)).toMatchObject(registered);
    expect(on('REGISTERED_SCHOOL', (1 << 19) - 1)).toMatchObject(registered);
    expect(on('UNREGISTERED', 0)).toMatchObject({
      level: 'NONE',
      reasons: ['None of its offerings is for pupils of compulsory school age.'],
      unknown: [],
    });
    expect(on('UNREGISTERED', 1 << 18)).toMatchObject({ level: 'NONE', unknown: [] });
    expect(on('UNREGISTERED', 1 << 18).reasons[0]).toMatch(
      /^None of its offerings for pupils of compulsory school age takes 15 hours/,
    );
    expect(on('UNREGISTERED', 1 << 17).reasons).toEqual([
      'Too little is known to rule out that it must register.',
    ]);
    expect(on('UNREGISTERED', 0).version).toBe(THRESHOLD_VERSION);
    expect(THRESHOLD_VERSION).toBe(2);
  });

  it('says that registration is not stated, where that could matter', () => {
    const notStated = 'Its registration is not stated.';
    expect(on('NOT_STATED', 0).unknown).toEqual([]);
    expect(on('NOT_STATED', 1 << 1).unknown).toEqual([notStated]);
    expect(on('UNREGISTERED', 1 << 1).unknown).toEqual([]);
  });

  it('uses the rules in force on the day, and says of each whether it is', () => {
    const level = (begins: string | null) => adviseOnThreshold('UNREGISTERED', 1 << 3, kept(begins), DAY);
    expect(level(null)).toMatchObject({
      level: 'LOOK',
      rules: [{ isInForce: true, standing: 'In force.' }, { isInForce: false }],
    });
    expect(level(null).rules[1]?.standing).toBe(
      'Not in force yet. The day it comes into force is not known.',
    );
    expect(level('2026-09-02').level).toBe('LOOK');
    expect(level('2026-09-02').rules[1]?.standing).toBe(
      'Not in force yet. It comes into force on 2026-09-02.',
    );
    expect(level('2026-09-01').level).toBe('LIKELY');
    expect(level('2026-09-01').rules[1]).toMatchObject({
      isInForce: true,
      standing: 'In force.',
      title: 'Coming',
    });
    expect(rulesInForce(kept('2026-09-02'), DAY)).toEqual(['EA_1996_S463']);
    expect(rulesInForce(kept('2026-09-01'), DAY)).toEqual(['EA_1996_S463', 'CWSA_2026_S43']);
  });

  it('is found by the bits that give its level, by the strictest of the rules', () => {
    const bitsOf =
      (...levels: string[]) =>
      (at: 2 | 3) =>
        grounds.filter((row) => levels.includes(row[at])).reduce((all, [bit]) => all | (1 << bit), 0);
    expect(groundsAt('NONE', registrationRules)).toBe(0);
    expect(groundsAt('LOOK', [])).toBe(0);
    for (const [rule, at] of [
      ['EA_1996_S463', 2],
      ['CWSA_2026_S43', 3],
    ] as const) {
      expect(groundsAt('LIKELY', [rule])).toBe(bitsOf('LIKELY')(at));
      expect(groundsAt('CLOSE', [rule])).toBe(bitsOf('LIKELY', 'CLOSE')(at));
      expect(groundsAt('LOOK', [rule])).toBe(bitsOf('LIKELY', 'CLOSE', 'LOOK')(at));
    }
    expect(groundsAt('LIKELY', registrationRules)).toBe(bitsOf('LIKELY')(2) | bitsOf('LIKELY')(3));
  });
});

describe('the grounds', () => {
  const tally = fc.nat((1 << 19) - 1);

  it('never make the advice milder by another one', () => {
    const rank = (bits: number) =>
      thresholdLevels.indexOf(adviseOnThreshold('UNREGISTERED', bits, bothInForce, DAY).level);
    fc.assert(fc.property(tally, tally, (one, more) => rank(one | more) >= rank(one)));
  });

  it('of a higher level are among those of a lower one', () => {
    for (const rule of registrationRules) {
      expect(groundsAt('LIKELY', [rule]) & ~groundsAt('CLOSE', [rule])).toBe(0);
      expect(groundsAt('CLOSE', [rule]) & ~groundsAt('LOOK', [rule])).toBe(0);
    }
  });

  it('count for nothing where the provider is registered', () => {
    fc.assert(
      fc.property(tally, (bits) => {
        const { level, unknown } = adviseOnThreshold('REGISTERED_SCHOOL', bits, bothInForce, DAY);
        expect([level, unknown]).toEqual(['NONE', []]);
      }),
    );
  });
});
