import { ApolloArmor } from '@escape.tech/graphql-armor';
import type { ValidationRule } from 'graphql';

/** How much one operation may ask for. */
export interface Limits {
  /** Deepest nesting of fields; fragments do not count as a level. */
  readonly depth: number;
  /** Most aliases, counted again for each use of a fragment. */
  readonly aliases: number;
  /** Most directives, counted again for each use of a fragment. */
  readonly directives: number;
  /** Most words and signs of a document. */
  readonly tokens: number;
  /** Most fields once fragments are written out; directives and values of arguments count as fields. */
  readonly size: number;
  /** Highest expected cost. */
  readonly cost: number;
}

/** The limits unless the operator sets others. */
export const defaultLimits: Limits = {
  depth: 12,
  aliases: 30,
  directives: 50,
  tokens: 2_000,
  size: 5_000,
  cost: 10_000,
};

/** How much one answer may hold; what is beyond ends it. */
export interface AnswerLimits {
  readonly fields: number;
  /** Of its JSON, roughly: names and texts are counted, not their encoding. */
  readonly bytes: number;
}

/** What an answer may hold unless the operator sets other limits. */
export const defaultAnswerLimits: AnswerLimits = { fields: 50_000, bytes: 4_000_000 };

/** Validation rules for depth, aliases and directives; like all of validation they run once per document. */
export function limitRules({ depth, aliases, directives }: Limits): ValidationRule[] {
  const off = { enabled: false };
  return new ApolloArmor({
    maxDepth: { n: depth, flattenFragments: true },
    maxAliases: { n: aliases },
    maxDirectives: { n: directives },
    // Done elsewhere: tokens by the parser, cost with variables in cost.ts; suggestions are no secret, the schema is open.
    maxTokens: off,
    costLimit: off,
    blockFieldSuggestion: off,
  }).protect().validationRules;
}
