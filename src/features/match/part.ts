import type { Codebook } from './code-bits.js';
import type { PartKind } from './match.rules.js';
import type { MatchFacts } from './match-facts.js';
import type { Question } from './question.js';

/** The value of a part that nothing is known of. Ask with `Number.isNaN`. */
export const UNKNOWN = Number.NaN;

/** What sentences are made with. */
export interface Wording {
  readonly codebook: Codebook;
  /** The name of the area that a token stands for. */
  areaName(token: string): string;
}

/**
 * One part of a score: a pure function of facts and question. `value` and `holds` run for every offering of the register
 * and allocate nothing; sentences are made for those that are shown.
 */
export interface Part {
  readonly kind: PartKind;
  /** Points out of 100 when every part is asked. */
  readonly weight: number;
  /** How well it fits, 0 to 1; UNKNOWN when the register does not say. */
  value(facts: MatchFacts, question: Question): number;
  /** Whether it passes as a hard condition: what is unknown does. */
  holds(facts: MatchFacts, question: Question): boolean;
  /** One plain sentence that says why. */
  sentence(facts: MatchFacts, question: Question, wording: Wording): string;
  readonly miss: Miss;
}

/** What can be said of offerings that fail only this part, as a hard condition. */
export interface Miss {
  /** By how much, in the part's own unit; Infinity: by too much to be worth a mention. */
  off(facts: MatchFacts, question: Question): number;
  /** An amount as it is said, never less than it is: 5,200 metres as "6 km". Left out where there is nothing to measure. */
  roundUp?(off: number, question: Question): number;
  /** "3 more within 6 km further." for so many that are off by `within` at most. */
  sentence(count: number, within: number, question: Question): string;
}

/** Whether a value answers the condition in full, or is not known. */
export function isFullOrUnknown(value: number): boolean {
  return !(value < 1);
}
