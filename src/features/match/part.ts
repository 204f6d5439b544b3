import type { Codebook } from './code-bits.js';
import type { PartKind } from './match.rules.js';
import type { MatchFacts } from './match-facts.js';
import type { Question } from './question.js';

/** The value of a part that is not known. Test for it with `Number.isNaN`. */
export const UNKNOWN = Number.NaN;

/** What is needed to make sentences. */
export interface Wording {
  readonly codebook: Codebook;
  /** The name of the area of a token. */
  areaName(token: string): string;
}

/**
 * One part of a score, worked out only from the facts and the question. `value` and `holds` run for every listed offering and
 * allocate nothing. Sentences are only made for the offerings that are shown.
 */
export interface Part {
  readonly kind: PartKind;
  /** Points out of 100 if every part is asked for. */
  readonly weight: number;
  /** How well it fits, 0 to 1; UNKNOWN if the register does not say. */
  value(facts: MatchFacts, question: Question): number;
  /** Whether it passes as a hard condition. Something unknown passes. */
  holds(facts: MatchFacts, question: Question): boolean;
  /** The reason, in one plain sentence. */
  sentence(facts: MatchFacts, question: Question, wording: Wording): string;
  readonly miss: Miss;
}

/** What to say about offerings that fail only this part as a hard condition. */
export interface Miss {
  /** By how much, in the part's own unit; Infinity if by too much to mention. */
  off(facts: MatchFacts, question: Question): number;
  /** The amount to mention, never less than the real one: 5,200 metres as "6 km". Left out if there is nothing to measure. */
  roundUp?(off: number, question: Question): number;
  /** "3 more would fit if you looked 6 km further." for `count` offerings that miss it by at most `within`. */
  sentence(count: number, within: number, question: Question): string;
}

/** Whether a value meets the condition in full, or is not known. */
export function isFullOrUnknown(value: number): boolean {
  return !(value < 1);
}
