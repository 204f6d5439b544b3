/** One thing that a question says, which may have to match. */
export type Said =
  /** Documents that mean the concept, or with `loosely` those that are only related to it too. */
  | { readonly concept: string; readonly loosely?: boolean }
  /** Documents that have one of these words, letter by letter. */
  | { readonly anyWord: readonly string[] }
  /** Documents that have the word as a search finds it: with typos, and if `isBeginning` as the beginning of a word too. */
  | { readonly likeWord: string; readonly isBeginning?: boolean };

/** How much of the register meets parts of a question. Valid only while `explore` runs. */
export interface Exploration {
  /** How many documents of the whole index meet a part, by its index. */
  alone(part: number): number;
  /** How many documents meet all conditions of the question and all of these parts. */
  together(parts: readonly number[]): number;
  /** How many documents meet all conditions of the question, at least one of these parts, and all of the others. */
  togetherWithAny(parts: readonly number[], all: readonly number[]): number;
}
