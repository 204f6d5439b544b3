import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoFragmentCyclesRule,
  parse,
  type SelectionSetNode,
  specifiedRules,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { expansionOf, type Fragments, fragmentsOf, repeatedName } from './document-size.js';
import { valuesOfCorrectType, withoutTexts } from './error-wording.js';
import { type Limits, limitRules } from './limits.js';

/** The result of reading the text of a document. */
export interface Reading {
  /** Null if it cannot be read or is not allowed; `errors` say why. */
  readonly document: DocumentNode | null;
  readonly errors: readonly GraphQLError[];
  /** The cost of reading it; 0 if it had already been read. */
  readonly cost: number;
}

/** How often a field can be selected in one place. graphql-js compares each with each, which is quadratic. */
const MOST_REPEATS = 50;
/** Validation stops after this many errors. */
const MOST_ERRORS = 20;
/** This many characters cost 1. Parsing takes 0.1 to 0.2 µs for each, and a point stands for about 8 µs. */
const CHARACTERS_PER_POINT = 50;

/**
 * Reads documents and keeps them by their SHA-256, up to a number of characters of text. It refuses a document that is
 * too large with its fragments expanded before validation, which would take long.
 */
export class Documents {
  private readonly kept: LRUCache<string, DocumentNode>;
  private readonly rules: readonly ValidationRule[];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: Limits,
    characters: number,
  ) {
    this.kept = new LRUCache({
      maxSize: characters,
      sizeCalculation: (document) => Math.max(1, document.loc?.source.body.length ?? 1),
    });
    this.rules = [
      ...specifiedRules.map((rule) => (rule === ValuesOfCorrectTypeRule ? valuesOfCorrectType : rule)),
      ...limitRules(limits),
    ];
  }

  /** The document with this SHA-256 (hexadecimal), if it has been read and is still kept. */
  known(hash: string): DocumentNode | undefined {
    return this.kept.get(hash);
  }

  read(text: string): Reading {
    const hash = createHash('sha256').update(text).digest('hex');
    const known = this.kept.get(hash);
    if (known) return { document: known, errors: [], cost: 0 };
    const cost = Math.ceil(text.length / CHARACTERS_PER_POINT);
    let document: DocumentNode;
    try {
      document = parse(text, { maxTokens: this.limits.tokens });
    } catch (error) {
      return { document: null, errors: [withoutTexts(error as GraphQLError)], cost };
    }
    const fragments = fragmentsOf(document);
    const { size, roots } = expansionOf(document, fragments);
    const tooLarge = this.tooLarge(document, size) ?? tooOften(roots, fragments);
    if (tooLarge) return { document: null, errors: [tooLarge], cost };
    const errors = this.invalid(document, this.rules);
    if (errors.length > 0) return { document: null, errors, cost: cost + size };
    this.kept.set(hash, document);
    return { document, errors, cost: cost + size };
  }

  private tooLarge(document: DocumentNode, size: number): GraphQLError | null {
    if (size <= this.limits.size) return null;
    const [circle] = size === Infinity ? this.invalid(document, [NoFragmentCyclesRule]) : [];
    return (
      circle ??
      refused(
        `This document selects more than ${this.limits.size} fields with its fragments expanded. Ask for less at a time.`,
      )
    );
  }

  private invalid(document: DocumentNode, rules: readonly ValidationRule[]): readonly GraphQLError[] {
    return validate(this.schema, document, rules, { maxErrors: MOST_ERRORS }).map((error) => {
      const { message, nodes, positions, source, extensions } = error;
      const code = 'GRAPHQL_VALIDATION_FAILED';
      return new GraphQLError(message, { nodes, positions, source, extensions: { ...extensions, code } });
    });
  }
}

function tooOften(roots: readonly SelectionSetNode[], fragments: Fragments): GraphQLError | null {
  if (repeatedName(roots, fragments, MOST_REPEATS) === null) return null;
  return refused(
    `This document selects the same field more than ${MOST_REPEATS} times in one place. Select it once.`,
  );
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'DOCUMENT_TOO_LARGE' } });
}
