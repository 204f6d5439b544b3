import type { Box } from '../place/atlas.js';
import { distancePart, horizonOf } from './distance-part.js';
import { daysPart, ehcPlanPart, routePart, tierPart, yearsPart } from './fit-parts.js';
import { lackOf } from './lack.js';
import { isAsked, isHard } from './match.rules.js';
import type { MatchFacts, OfferingFacts } from './match-facts.js';
import { circumstancesPart, needsPart } from './need-parts.js';
import type { Part, Wording } from './part.js';
import type { Question } from './question.js';
import { vacancyPart } from './vacancy-part.js';

/** All parts in the order in which they are shown. If every part is asked for, their weights are points out of 100. */
const allParts: readonly Part[] = [
  needsPart,
  circumstancesPart,
  yearsPart,
  tierPart,
  distancePart,
  vacancyPart,
  daysPart,
  routePart,
  ehcPlanPart,
];

/**
 * The value of an unknown part: a half, between met and unmet. If it were left out of the sum, an offering that says nothing would
 * come before one that meets nearly everything. If it were 0, it would count as unmet.
 */
const UNKNOWN_VALUE = 0.5;
/** Scores are calculated in whole tenths of a point, so that equal scores are equal and the parts add up exactly. */
const TENTHS = 10;
const FULL_SCORE = 100 * TENTHS;
/** There are this many scores: what offerings lack is counted in steps of it, so that no score outweighs it. */
const SCORES = FULL_SCORE + 1;

/** What `failing` returns if it is not the index of a part. */
export const NONE = -1;
export const SEVERAL = -2;

/** How well a part can fit. */
export const verdicts = ['MET', 'PARTIAL', 'UNMET', 'UNKNOWN'] as const;
export type Verdict = (typeof verdicts)[number];

/** A part of one offering's score, explained. */
export interface ScoredPart {
  readonly kind: Part['kind'];
  /** The most points it can bring. All parts together can bring 100. */
  readonly weight: number;
  /** The points it brings. All parts together make the score. */
  readonly points: number;
  /** 0 to 1; null if not known. */
  readonly value: number | null;
  readonly verdict: Verdict;
  readonly isHard: boolean;
  readonly sentence: string;
}

/** A score, explained. */
export interface Score {
  /** 0 to 100, to a tenth. */
  readonly total: number;
  /** The score if everything that is unknown turns out to be unmet, and if it turns out to be met. */
  readonly atLeast: number;
  readonly atMost: number;
  readonly parts: readonly ScoredPart[];
}

interface AskedPart {
  readonly part: Part;
  /** The most tenths of a point it can bring. */
  readonly most: number;
}

/** Weighs offerings for one question. All scores come from here. The same facts always get the same score. */
export class Scorer {
  private readonly asked: readonly AskedPart[];
  private readonly hard: readonly Part[];
  /** Sites outside this box need not be looked at; null if all must be. */
  readonly horizon: Box | null;

  constructor(readonly question: Question) {
    const parts = allParts.filter(({ kind }) => isAsked(question.profile, kind));
    const most = shareOut(parts.map(({ weight }) => weight));
    this.asked = parts.map((part, i) => ({ part, most: most[i]! }));
    this.hard = parts.filter(({ kind }) => isHard(question.profile, kind));
    this.horizon = this.hard.includes(distancePart) ? horizonOf(question) : null;
  }

  /** The index of the only hard part that an offering is known to fail, or NONE or SEVERAL. Allocates nothing. */
  failing(facts: MatchFacts): number {
    let failing = NONE;
    for (let i = 0; i < this.hard.length; i++) {
      if (this.hard[i]!.holds(facts, this.question)) continue;
      if (failing !== NONE) return SEVERAL;
      failing = i;
    }
    return failing;
  }

  /** The hard part at an index that `failing` returned. */
  hardPart(index: number): Part {
    return this.hard[index]!;
  }

  /** By how much an offering fails that part; Infinity if by too much to mention. Allocates nothing. */
  off(index: number, facts: MatchFacts): number {
    return this.hard[index]!.miss.off(facts, this.question);
  }

  /**
   * The score in tenths of a point, 0 to 1000. Allocates nothing. A score below `floor` is not exact: the calculation stops as soon
   * as the score cannot reach `floor`.
   */
  tenths(facts: MatchFacts, floor = 0): number {
    let lost = 0;
    for (let i = 0; i < this.asked.length; i++) {
      const { part, most } = this.asked[i]!;
      lost += most - tenthsOf(part.value(facts, this.question), most);
      if (FULL_SCORE - lost < floor) break;
    }
    return FULL_SCORE - lost;
  }

  /**
   * The place of an offering in the order: a whole number, smaller is better. What it lacks of the needs and circumstances asked for
   * decides, and then the score. Allocates nothing. A result above `worst` is not exact: it only says that the offering comes after.
   */
  rank(facts: MatchFacts, worst = Number.POSITIVE_INFINITY): number {
    const last = lackOf(facts, this.question) * SCORES + FULL_SCORE;
    const floor = last - worst;
    return floor > FULL_SCORE ? last : last - this.tenths(facts, floor);
  }

  /** The site at which an offering comes first; the first of those that are equal. */
  bestSite(sites: OfferingFacts): MatchFacts {
    return sites.reduce((best, facts) => (this.rank(facts) < this.rank(best) ? facts : best));
  }

  /** The score with its parts, each with a sentence. */
  explain(facts: MatchFacts, wording: Wording): Score {
    let total = 0;
    let doubt = 0;
    const parts = this.asked.map(({ part, most }): ScoredPart => {
      const value = part.value(facts, this.question);
      const tenths = tenthsOf(value, most);
      total += tenths;
      if (Number.isNaN(value)) doubt += most;
      return {
        kind: part.kind,
        weight: most / TENTHS,
        points: tenths / TENTHS,
        value: Number.isNaN(value) ? null : value,
        verdict: verdictOf(value, () => part.holds(facts, this.question)),
        isHard: this.hard.includes(part),
        sentence: part.sentence(facts, this.question, wording),
      };
    });
    const unknownTenths = parts.reduce(
      (sum, { value, points }) => (value === null ? sum + Math.round(points * TENTHS) : sum),
      0,
    );
    return {
      total: total / TENTHS,
      atLeast: (total - unknownTenths) / TENTHS,
      atMost: (total - unknownTenths + doubt) / TENTHS,
      parts,
    };
  }
}

function tenthsOf(value: number, most: number): number {
  return Math.round(most * (Number.isNaN(value) ? UNKNOWN_VALUE : value));
}

/** A value of 0 is still partial if the condition holds: exactly at the farthest distance. */
function verdictOf(value: number, holds: () => boolean): Verdict {
  if (Number.isNaN(value)) return 'UNKNOWN';
  if (value === 1) return 'MET';
  return value > 0 || holds() ? 'PARTIAL' : 'UNMET';
}

/** Shares out 1000 tenths by weight. What is left after rounding goes to the largest remainders, the first of equal ones. */
function shareOut(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const exact = weights.map((weight) => (weight * FULL_SCORE) / sum);
  const shares = exact.map(Math.floor);
  const left = FULL_SCORE - shares.reduce((total, share) => total + share, 0);
  const byRemainder = exact
    .map((share, i) => ({ i, remainder: share % 1 }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder.slice(0, left)) shares[i]!++;
  return shares;
}
