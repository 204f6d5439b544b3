import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** An operation that has been parsed, validated and chosen by its name. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | null;
  /** SHA-256 of the text. */
  readonly documentHash: string | undefined;
}

/** A request as plain as they come: nothing about it is left to find out but what its operation answers. */
export interface PlainRequest {
  /** Text and operation name: the same for the same operation. */
  readonly key: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

const JSON_BODY = /^application\/json(?: *; *charset=utf-8)?$/i;
/** What is answered with `application/json`, without weighing types. */
const PLAIN_ACCEPT = new Set([undefined, '*/*', 'application/json']);

/**
 * The request in a body, when it is a plain one: JSON in and out, a text, an object of variables or none, no extensions.
 * Undefined: let Apollo look at it.
 */
export function plainRequest(
  body: unknown,
  contentType: string | undefined,
  accept: string | undefined,
): PlainRequest | undefined {
  if (!PLAIN_ACCEPT.has(accept) || contentType === undefined || !JSON_BODY.test(contentType))
    return undefined;
  const { query, operationName, variables, extensions } = Object(body) as Record<string, unknown>;
  if (typeof query !== 'string' || extensions != null) return undefined;
  // An empty name is one that no operation has.
  if (operationName != null && (typeof operationName !== 'string' || operationName === '')) return undefined;
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) return undefined;
  const name = operationName ?? '';
  return {
    key: `${name.length}:${name}${query}`,
    variables: (variables ?? undefined) as PlainRequest['variables'],
  };
}

/** Operations that came before, up to so many characters of their texts. A text that is not valid is never among them. */
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
