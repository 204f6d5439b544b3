import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';

/** An operation that has been parsed, validated and chosen by its name. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | null;
  /** SHA-256 of the text. */
  readonly documentHash: string | undefined;
  /** The content type of a response to a client that accepts what this one does. */
  readonly contentType: string;
}

/** A plain request, of which only the result of its operation is still unknown. */
export interface PlainRequest {
  /** Text, operation name and accepted types, which are the same for the same operation. */
  readonly key: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

const JSON_BODY = /^application\/json(?: *; *charset=utf-8)?$/i;

/** Takes 0.14 µs. A record, which is copied, would take ten times as long. */
const plainBody = z.object({
  query: z.string(),
  // No operation has an empty name.
  operationName: z.string().min(1).nullish(),
  variables: z
    .custom<NonNullable<PlainRequest['variables']>>(
      (given) => typeof given === 'object' && !Array.isArray(given),
    )
    .nullish(),
  extensions: z.null().optional(),
});

/**
 * The request in a body, if it is plain: JSON with a text, an object of variables or none, and no extensions. Undefined
 * if Apollo must look at it.
 */
export function plainRequest(
  body: unknown,
  contentType: string | undefined,
  accept: string | undefined,
): PlainRequest | undefined {
  if (contentType === undefined || !JSON_BODY.test(contentType)) return undefined;
  const { data } = plainBody.safeParse(body);
  if (!data) return undefined;
  const { query, operationName, variables } = data;
  const parts = [accept ?? '', operationName ?? ''];
  return {
    key: `${parts.map((part) => `${part.length}:${part}`).join('')}${query}`,
    variables: variables ?? undefined,
  };
}

/**
 * Operations that came before, up to a number of characters of their texts. It never holds a text that is not valid.
 */
export class KnownOperations {
  private readonly operations: LRUCache<string, KnownOperation>;

  constructor(characters: number) {
    this.operations = new LRUCache({
      maxSize: characters,
      sizeCalculation: (_, key) => Math.max(1, key.length),
    });
  }

  get({ key }: PlainRequest): KnownOperation | undefined {
    return this.operations.get(key);
  }

  keep({ key }: PlainRequest, operation: KnownOperation): void {
    this.operations.set(key, operation);
  }
}
