import { ApolloArmor } from '@escape.tech/graphql-armor';
import type { ValidationRule } from 'graphql';

/** How much one operation may ask for. */
export interface Limits {
  /** Deepest nesting of fields. Fragments do not count as a level. */
  readonly depth: number;
  /** Maximum number of aliases, counted again for each use of a fragment. */
  readonly aliases: number;
  /** Maximum number of directives, counted again for each use of a fragment. */
  readonly directives: number;
  /** Maximum number of tokens in a document. */
  readonly tokens: number;
  /** Maximum number of fields with fragments expanded. Directives and values of arguments count as fields. */
  readonly size: number;
  /** Highest expected cost. */
  readonly cost: number;
}

/** The limits, unless the operator sets others. */
export const defaultLimits: Limits = {
  depth: 12,
  aliases: 30,
  directives: 50,
  tokens: 2_000,
  size: 5_000,
  cost: 10_000,
};

/** How much one response may hold. A larger response ends with an error. */
export interface AnswerLimits {
  readonly fields: number;
  /** Approximate size of its JSON. Names and texts are counted, not their encoding. */
  readonly bytes: number;
}

/** What a response may hold, unless the operator sets other limits. */
export const defaultAnswerLimits: AnswerLimits = { fields: 50_000, bytes: 4_000_000 };

/** Validation rules for depth, aliases and directives. Like all validation, they run once for each document. */
export function limitRules({ depth, aliases, directives }: Limits): ValidationRule[] {
  const off = { enabled: false };
  return new ApolloArmor({
    maxDepth: { n: depth, flattenFragments: true },
    maxAliases: { n: aliases },
    maxDirectives: { n: directives },
    // The parser counts tokens, and cost.ts counts cost with variables. Suggestions may stay, because the schema is
    // public.
    maxTokens: off,
    costLimit: off,
    blockFieldSuggestion: off,
  }).protect().validationRules;
}
