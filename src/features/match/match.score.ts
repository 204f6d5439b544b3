import type { Box } from '../place/atlas.js';
import { distancePart, horizonOf } from './distance-part.js';
import { daysPart, ehcPlanPart, routePart, tierPart, yearsPart } from './fit-parts.js';
import { isAsked, isHard } from './match.rules.js';
import type { MatchFacts, OfferingFacts } from './match-facts.js';
import { circumstancesPart, needsPart } from './need-parts.js';
import type { Part, Wording } from './part.js';
import type { Question } from './question.js';
import { vacancyPart } from './vacancy-part.js';

/** All parts, in the order they are shown; with every part asked their weights are points out of 100. */
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
 * What an unknown part is worth. Half: between met and unmet. Left out of the sum instead, an offering that says nothing
 * would come before one that says it meets nearly everything; counted as 0, it would be counted as unmet.
 */
const UNKNOWN_VALUE = 0.5;
/** Scores are whole tenths of a point inside, so that equals are equal and parts add up to the last digit. */
const TENTHS = 10;
const FULL_SCORE = 100 * TENTHS;

/** What `failing` answers besides the index of a part. */
export const NONE = -1;
export const SEVERAL = -2;

/** How well a part can fit. */
export const verdicts = ['MET', 'PARTIAL', 'UNMET', 'UNKNOWN'] as const;
export type Verdict = (typeof verdicts)[number];

/** A part of one offering's score, explained. */
export interface ScoredPart {
  readonly kind: Part['kind'];
  /** Points it can bring; those of all parts together are 100. */
  readonly weight: number;
  /** Points it brings; those of all parts together are the score. */
  readonly points: number;
  /** 0 to 1; null: not known. */
  readonly value: number | null;
  readonly verdict: Verdict;
  readonly isHard: boolean;
  readonly sentence: string;
}

/** A score, explained. */
export interface Score {
  /** 0 to 100, to a tenth. */
  readonly total: number;
  /** What it would be if all that is unknown turned out unmet, and if it turned out met. */
  readonly atLeast: number;
  readonly atMost: number;
  readonly parts: readonly ScoredPart[];
}

interface AskedPart {
  readonly part: Part;
  /** Tenths of a point it can bring. */
  readonly most: number;
}

/** Weighs offerings for one question: the one place where a score comes from. Pure: the same facts score the same. */
export class Scorer {
  private readonly asked: readonly AskedPart[];
  private readonly hard: readonly Part[];
  /** Sites outside of it can be left out unseen; null: none can. */
  readonly horizon: Box | null;

  constructor(readonly question: Question) {
    const parts = allParts.filter(({ kind }) => isAsked(question.profile, kind));
    const most = shareOut(parts.map(({ weight }) => weight));
    this.asked = parts.map((part, i) => ({ part, most: most[i]! }));
    this.hard = parts.filter(({ kind }) => isHard(question.profile, kind));
    this.horizon = this.hard.includes(distancePart) ? horizonOf(question) : null;
  }

  /** The one hard part that an offering is known to fail, by its index; NONE or SEVERAL. Allocates nothing. */
  failing(facts: MatchFacts): number {
    let failing = NONE;
    for (let i = 0; i < this.hard.length; i++) {
      if (this.hard[i]!.holds(facts, this.question)) continue;
      if (failing !== NONE) return SEVERAL;
      failing = i;
    }
    return failing;
  }

  /** The hard part at an index that `failing` answered. */
  hardPart(index: number): Part {
    return this.hard[index]!;
  }

  /** By how much an offering fails that part; Infinity: by too much to be worth a mention. Allocates nothing. */
  off(index: number, facts: MatchFacts): number {
    return this.hard[index]!.miss.off(facts, this.question);
  }

  /**
   * The score in tenths of a point, 0 to 1000. Allocates nothing. Below `floor` it may be any number below `floor`: the
   * reckoning stops when what is left can no longer reach it.
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

  /** The site at which an offering scores best; the first among equals. */
  bestSite(sites: OfferingFacts): MatchFacts {
    return sites.reduce((best, facts) => (this.tenths(facts) > this.tenths(best) ? facts : best));
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

/** A value of 0 is still partial where the condition holds: at the very farthest distance. */
function verdictOf(value: number, holds: () => boolean): Verdict {
  if (Number.isNaN(value)) return 'UNKNOWN';
  if (value === 1) return 'MET';
  return value > 0 || holds() ? 'PARTIAL' : 'UNMET';
}

/** Shares 1000 tenths out by weight; what rounding leaves over goes to the largest remainders, the first among equals. */
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
