import { countBits } from './code-bits.js';
import { dayBits, type MatchFacts } from './match-facts.js';
import { isFullOrUnknown, type Part, UNKNOWN } from './part.js';
import { counted, eitherYear, listed, quoted, yearsInWords } from './wording.js';

/** Neighbouring tiers fit in part, because what they offer overlaps. */
const NEXT_TIER_VALUE = 0.5;
/** How many years outside its range are still worth asking a provider about. */
const NEAR_YEARS = 1;

/** The share of the pupil's possible school years that it takes. An age stands for two years. */
export const yearsPart: Part = {
  kind: 'YEARS',
  weight: 5,

  value(facts, { years }) {
    let taken = 0;
    for (const year of years!) if (year >= facts.minYear && year <= facts.maxYear) taken++;
    return taken / years!.length;
  },

  holds: (facts, question) => yearsPart.value(facts, question) > 0,

  sentence(facts, question) {
    const range = yearsInWords(facts.minYear, facts.maxYear);
    const either = eitherYear(question.years!);
    const value = yearsPart.value(facts, question);
    if (value === 0) return `It takes ${range}, but not ${either}.`;
    return value === 1 ? `It takes ${range}.` : `It takes ${range}; a pupil of this age is in ${either}.`;
  },

  miss: {
    off(facts, { years }) {
      const [first, last] = [years![0]!, years![years!.length - 1]!];
      const off = Math.max(facts.minYear - last, first - facts.maxYear);
      return off <= NEAR_YEARS ? off : Number.POSITIVE_INFINITY;
    },
    sentence: (count, _within, { years }) =>
      `${count} more would fit if ${eitherYear(years!)} were also accepted.`,
  },
};

/** The tier wanted, or its neighbour in the list. A tier that this hub does not know counts as unknown. */
export const tierPart: Part = {
  kind: 'TIER',
  weight: 10,

  value(facts, { tier, nextTiers }) {
    if (facts.tier < 0) return UNKNOWN;
    return facts.tier === tier ? 1 : nextTiers & (1 << facts.tier) ? NEXT_TIER_VALUE : 0;
  },

  holds: (facts, { tier }) => facts.tier < 0 || facts.tier === tier,

  sentence(facts, { tier }, { codebook }) {
    const is = codebook.tiers.labelAt(facts.tier);
    if (is === null) return 'This hub does not recognise its tier.';
    return facts.tier === tier
      ? `It is “${is}”, as you asked.`
      : `It is “${is}”, but you asked for “${codebook.tiers.labelAt(tier!)}”.`;
  },

  miss: { off: () => 0, sentence: (count) => `${count} more would fit if you accepted another tier.` },
};

/** The share of the number of days wanted, or of the days themselves, whichever is lower. */
export const daysPart: Part = {
  kind: 'DAYS',
  weight: 3,

  value(facts, { days, daysPerWeek }) {
    if (facts.days === 0) return UNKNOWN;
    const enough = daysPerWeek === 0 ? 1 : Math.min(1, countBits(facts.days) / daysPerWeek);
    return days === 0 ? enough : Math.min(enough, countBits(facts.days & days) / countBits(days));
  },

  holds: (facts, question) => isFullOrUnknown(daysPart.value(facts, question)),

  sentence(facts, { days, daysPerWeek }) {
    if (facts.days === 0) return 'It does not say which days it runs.';
    const runs = listed(dayBits.labels(facts.days));
    const missing = days & ~facts.days;
    if (missing !== 0) return `It runs on ${runs}, but not on ${listed(dayBits.labels(missing))}.`;
    return countBits(facts.days) < daysPerWeek
      ? `It runs on ${runs}: ${counted(countBits(facts.days), 'day')} a week, but you asked for ${daysPerWeek}.`
      : `It runs on ${runs}.`;
  },

  miss: {
    off: () => 0,
    sentence: (count) => `${count} more would fit if fewer days or other days were enough.`,
  },
};

/** Whether it takes referrals through that route. */
export const routePart: Part = {
  kind: 'REFERRAL_ROUTE',
  weight: 4,

  value: (facts, { route }) => (facts.routes === 0 ? UNKNOWN : facts.routes & route ? 1 : 0),

  holds: (facts, question) => isFullOrUnknown(routePart.value(facts, question)),

  sentence(facts, { route }, { codebook }) {
    if (facts.routes === 0) return 'It does not say how to refer a pupil.';
    return facts.routes & route
      ? `It takes referrals through ${quoted(codebook.routes.labels(route))}.`
      : `It only takes referrals through ${quoted(codebook.routes.labels(facts.routes))}.`;
  },

  miss: {
    off: () => 0,
    sentence: (count) => `${count} more would fit if you could use another referral route.`,
  },
};

const withPlan = { ACCEPTED: 1, REQUIRED: 1, NOT_ACCEPTED: 0 } as const;
const withoutPlan = { ACCEPTED: 1, REQUIRED: 0, NOT_ACCEPTED: 1 } as const;

/** Whether its rule on EHC plans allows the pupil. */
export const ehcPlanPart: Part = {
  kind: 'EHC_PLAN',
  weight: 3,

  value: ({ ehcPlan }, { profile }) =>
    ehcPlan === null ? UNKNOWN : (profile.ehcPlan ? withPlan : withoutPlan)[ehcPlan],

  holds: (facts, question) => isFullOrUnknown(ehcPlanPart.value(facts, question)),

  sentence: ({ ehcPlan }) => planSentences[ehcPlan ?? 'UNSTATED'],

  miss: {
    off: () => 0,
    sentence: (count, _within, { profile }) =>
      profile.ehcPlan
        ? `${count} more would fit if they accepted pupils with an EHC plan.`
        : `${count} more would fit if the pupil had an EHC plan.`,
  },
};

const planSentences: Readonly<Record<NonNullable<MatchFacts['ehcPlan']> | 'UNSTATED', string>> = {
  ACCEPTED: 'It takes pupils with or without an EHC plan.',
  REQUIRED: 'It only takes pupils with an EHC plan.',
  NOT_ACCEPTED: 'It does not take pupils with an EHC plan.',
  UNSTATED: 'It does not say whether it takes pupils with an EHC plan.',
};
