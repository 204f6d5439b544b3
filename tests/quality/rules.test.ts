import {
  evidenceChanges,
  evidenceInput,
  lastDay,
  typicalMonths,
} from '../../src/features/quality/evidence/evidence.rules.js';
import { qualityFilter } from '../../src/features/quality/filter/quality-filter.rules.js';
import { frameworkContents, frameworkInput } from '../../src/features/quality/framework/framework.rules.js';
import {
  inspectionContents,
  inspectionInput,
} from '../../src/features/quality/inspection/inspection.rules.js';
import { futureProblems, uuidOf } from '../../src/features/quality/record/quality.rules.js';
import {
  actionInput,
  reviewChanges,
  reviewPlan,
  selfRatings,
} from '../../src/features/quality/review/review.rules.js';
import { UserProblem } from '../../src/platform/errors.js';
import {
  describeLimits,
  letters,
  needed,
  orLeftOut,
  orNothing,
  several,
  text,
  whole,
} from '../support/limits.js';

const day = ['1990-01-01', '2099-12-31'];
const noDay = ['1989-12-31', '2100-01-01', 'soon'];
const keeper = needed([['926'], ['9266']]);
const officers = [
  'QUALITY_OFFICER',
  'COMMISSIONER',
  'SAFEGUARDING_OFFICER',
  'SEND_OFFICER',
  'HEALTH_AND_SAFETY_OFFICER',
];
const states = ['ATTESTED', 'IN_PROCESS', 'VALIDATED', 'NEEDS_REVALIDATION', 'FAILED'];
const globalId = needed([[letters(60)], [letters(61)]]);

const evidence = { localAuthority: '926', provider: 'prv_1', kind: 'INSURANCE', issuedOn: '2026-09-01' };
const codes = (count: number) => Array.from({ length: count }, (_, n) => `CODE_${n}`);

describeLimits('evidence', evidenceInput, evidence, {
  localAuthority: keeper,
  provider: globalId,
  kind: needed([['K'.repeat(60)], ['K'.repeat(61)]]),
  issuedOn: needed([day, noDay]),
  expiresOn: orNothing([day, noDay]),
  state: orLeftOut([states, ['GOOD']]),
  verifiedBy: orNothing([officers, ['Jane Smith']]),
  verifiedOn: orNothing([day, noDay]),
  note: orLeftOut(text(0, 1_000)),
});
describeLimits(
  'changes to evidence',
  evidenceChanges,
  {},
  {
    issuedOn: orLeftOut([day, noDay]),
  },
);

describe('evidence', () => {
  it('stays of its kind', () => {
    expect(evidenceChanges.safeParse({ kind: 'INSURANCE' }).success).toBe(false);
  });

  it('is attested, and says nothing else, unless told', () => {
    const unsaid = { expiresOn: null, state: 'ATTESTED', verifiedBy: null, verifiedOn: null, note: '' };
    expect(evidenceInput.parse(evidence)).toEqual({ ...evidence, ...unsaid });
  });

  // KCSIE: training of designated safeguarding leads at least every two years, policies reviewed at least once a year.
  it('usually holds for two years of a lead’s training, for one of policies; of no other kind is it known', () => {
    expect(typicalMonths).toEqual({ DESIGNATED_LEAD_TRAINING: 24, ANNUAL_POLICIES: 12 });
  });

  it.each([
    ['2026-03-01', 12, '2027-02-28'],
    ['2027-03-01', 12, '2028-02-29'],
    ['2026-09-15', 24, '2028-09-14'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-01-01', 12, '2026-12-31'],
    ['2026-12-31', 2, '2027-02-28'],
  ])('of %s holds for %i months, to %s', (from, months, last) => {
    expect(lastDay(from, months)).toBe(last);
  });
});

describe('what is said to have happened', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  it('was today or before', () => {
    for (const past of ['2026-11-23', '2026-01-01', null, undefined, '']) {
      expect(futureProblems(past, now, ['issuedOn'])).toEqual([]);
    }
    expect(futureProblems('2026-11-24', now, ['issuedOn'])).toEqual([
      {
        field: ['issuedOn'],
        code: 'INVALID',
        message: 'This day is in the future. Give today or an earlier day.',
      },
    ]);
  });

  it('is of something that there is', () => {
    const decode = (prefix: string, id: string) => (id.startsWith(`${prefix}_`) ? 'uuid' : null);
    expect(uuidOf(decode, 'prv', 'prv_1', ['provider'], 'provider')).toBe('uuid');
    const wrong = UserProblem.of(['provider'], 'NOT_FOUND', 'There is no provider with this id.');
    expect(() => uuidOf(decode, 'prv', 'off_1', ['provider'], 'provider')).toThrow(wrong);
  });
});

describeLimits(
  'a filter by quality',
  qualityFilter,
  {},
  {
    ...Object.fromEntries(
      ['evidenceKind', 'evidenceOut', 'evidenceMissing'].map((field) => [
        field,
        orLeftOut([
          [{}, { anyOf: [] }, { anyOf: ['FIRE_RISK'], noneOf: codes(50) }],
          [['FIRE_RISK'], { anyOf: codes(51) }, { noneOf: codes(51) }, { only: [] }],
        ]),
      ]),
    ),
    evidenceState: orLeftOut([
      [states, []],
      [[...states, 'FAILED'], ['GOOD']],
    ]),
    evidenceExpiresWithinDays: orLeftOut(whole(0, 3_650)),
    reviewDueWithinDays: orLeftOut(whole(0, 3_650)),
    ...Object.fromEntries(
      ['suspendedByEvidence', 'readyToRestore', 'reviewOverdue', 'actionOverdue', 'safeguardingNotMet'].map(
        (field) => [field, orLeftOut([[true, false], ['yes']])],
      ),
    ),
    thresholdAdvice: orLeftOut([
      [['NONE', 'LOOK', 'CLOSE', 'LIKELY'], []],
      [several(5, () => 'LOOK'), ['MAYBE']],
    ]),
  },
);

const principle = (part: number | null = null) => ({ part, title: 'It is safe.' });
const framework = { localAuthority: '926', title: 'Good provision', principles: [principle()] };
for (const [name, rule, usual] of [
  ['a framework', frameworkInput, framework],
  [
    'the contents of a framework',
    frameworkContents,
    { title: framework.title, principles: framework.principles },
  ],
] as const) {
  describeLimits(name, rule, usual, {
    title: needed(text(3, 200)),
    parts: orLeftOut([
      [[], several(20, () => 'P'), [letters(200)]],
      [several(21, () => 'P'), [''], [letters(201)]],
    ]),
    principles: needed([
      [
        several(100, () => principle()),
        [{ title: 'Safe' }],
        [{ title: letters(300), description: letters(3_000) }],
        [{ title: 'abc' }],
      ],
      [
        [],
        several(101, () => principle()),
        [{ title: 'ab' }],
        [{ title: letters(301) }],
        [{ title: 'abc', description: letters(3_001) }],
        [{ ...principle(), more: 1 }],
      ],
    ]),
  });

  describe(`a principle of ${name}`, () => {
    it.each([
      [null, 0, true],
      [1, 1, true],
      [2, 2, true],
      [2, 1, false],
      [1, 0, false],
      [0, 1, false],
      [20, 20, true],
      [21, 20, false],
    ])('in part %j of %i', (part, count, taken) => {
      const parts = several(count, (i) => `Part ${i}`);
      const { success, error } = rule.safeParse({
        ...usual,
        parts,
        principles: [principle(), principle(part)],
      });
      expect(success).toBe(taken);
      if (!taken) expect(error?.issues[0]?.path[0]).toBe('principles');
    });

    it('says nothing more than its title unless told', () => {
      expect(rule.parse(usual).parts).toEqual([]);
      expect(rule.parse({ ...usual, principles: [{ title: 'Safe' }] }).principles).toEqual([
        { part: null, title: 'Safe', description: '' },
      ]);
    });
  });
}

const inspection = {
  localAuthority: '926',
  provider: 'prv_1',
  framework: 'OFSTED_EIF',
  inspectedOn: '2026-09-01',
  safeguarding: 'MET',
};
const { localAuthority: _, provider: __, ...contents } = inspection;
const grades = (count: number) => several(count, (i) => ({ area: `AREA_${i}`, grade: 'GOOD' }));
for (const [name, rule, usual] of [
  ['an inspection', inspectionInput, inspection],
  ['the contents of an inspection', inspectionContents, contents],
] as const) {
  describeLimits(name, rule, usual, {
    framework: needed([['F'.repeat(60)], ['F'.repeat(61)]]),
    inspectedOn: needed([day, noDay]),
    safeguarding: needed([['MET', 'NOT_MET', 'NOT_JUDGED'], ['MAYBE']]),
    judgements: orLeftOut([
      [[], grades(20)],
      [
        grades(21),
        [...grades(2), { area: 'AREA_0', grade: 'POOR' }],
        [{ area: 'A' }],
        [{ area: 'A', grade: 'B', more: 1 }],
      ],
    ]),
  });
}
describeLimits('whose inspection it is', inspectionInput, inspection, {
  localAuthority: keeper,
  provider: globalId,
});

describeLimits(
  'a plan of a review',
  reviewPlan,
  {
    localAuthority: '926',
    provider: 'prv_1',
    framework: 'qfr_1',
    dueOn: '2027-01-05',
    officerRole: 'COMMISSIONER',
  },
  {
    localAuthority: keeper,
    provider: globalId,
    framework: globalId,
    dueOn: needed([day, noDay]),
    officerRole: needed([officers, ['Jane Smith']]),
  },
);
const finding = (more = {}) => ({ principle: 1, finding: 'NOT_APPLICABLE', ...more });
describeLimits(
  'changes to a review',
  reviewChanges,
  {},
  {
    dueOn: orLeftOut([day, noDay]),
    officerRole: orLeftOut([officers, ['Jane Smith']]),
    summary: orLeftOut(text(0, 5_000)),
    findings: orLeftOut([
      [[], several(100, () => finding()), [finding({ principle: 100, note: letters(3_000) })]],
      [
        several(101, () => finding()),
        ...[
          { principle: 0 },
          { principle: 101 },
          { principle: 1.5 },
          { finding: 'BAD' },
          { note: letters(3_001) },
          { more: 1 },
        ].map((one) => [finding(one)]),
      ],
    ]),
  },
);
describeLimits(
  'an action',
  actionInput,
  { what: 'Train the lead.', dueOn: '2027-01-05' },
  {
    what: needed(text(3, 1_000)),
    dueOn: needed([day, noDay]),
  },
);

describe('ratings of oneself', () => {
  const rating = { principle: 1, rating: 'MET_IN_FULL' };
  it('are of 1 to 100 principles, with what is to be said of each', () => {
    expect(selfRatings.parse([rating])).toEqual([{ ...rating, note: '' }]);
    expect(selfRatings.safeParse(several(100, () => rating)).success).toBe(true);
    for (const wrong of [
      [],
      several(101, () => rating),
      [{ ...rating, rating: 'BAD' }],
      [{ ...rating, more: 1 }],
      [{ principle: 101, rating: 'MET_IN_FULL' }],
    ]) {
      expect(selfRatings.safeParse(wrong).success).toBe(false);
    }
  });
});
