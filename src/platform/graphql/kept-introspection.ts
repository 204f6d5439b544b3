import {
  type DocumentNode,
  type ExecutionResult,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Meter } from './meter.js';

const NOTHING = { fields: 0, extra: 0, bytes: 0 };

/** An answer about a whole schema is a few megabytes of objects, and there are few tools that each ask in their way. */
const MOST_KEPT = 4;

const texts = new WeakMap<object, string>();

interface Kept {
  readonly result: ExecutionResult;
  /** What was counted when it was made. */
  readonly counted: Pick<Meter, 'fields' | 'extra' | 'bytes'> | undefined;
}

/**
 * Answers about the schema, which never change while the process lives: each is made once for a document and then kept, with
 * its text. What asks for anything else as well, or has variables, is answered anew each time.
 */
export class KeptIntrospection {
  private readonly answers = new LRUCache<OperationDefinitionNode, Kept>({ max: MOST_KEPT });

  /** The answer that is kept of an operation, counted on the meter as when it was made; undefined: none, or more than its limits. */
  get(operation: OperationDefinitionNode, meter: Meter | undefined): ExecutionResult | undefined {
    const kept = this.answers.size > 0 ? this.answers.get(operation) : undefined;
    if (!kept || !meter) return kept?.result;
    const { fields, extra, bytes } = kept.counted ?? NOTHING;
    if (fields > meter.limits.fields || bytes > meter.limits.bytes) return undefined;
    Object.assign(meter, { fields, extra, bytes });
    return kept.result;
  }

  /** Keeps the answer to an operation that asks about nothing but the schema. */
  keep(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    result: ExecutionResult,
    meter: Meter | undefined,
  ): void {
    if (!result.data || result.errors || meter?.ended || !isIntrospection(document, operation)) return;
    texts.set(result.data, JSON.stringify(result.data));
    const counted = meter && { fields: meter.fields, extra: meter.extra, bytes: meter.bytes };
    this.answers.set(operation, { result, counted });
  }
}

/** The JSON of an answer; what is kept as a text is not written again. */
export function textOf(result: {
  readonly data?: object | null;
  readonly errors?: unknown;
  readonly extensions?: unknown;
}): string {
  const kept = result.data && !result.errors ? texts.get(result.data) : undefined;
  if (kept === undefined) return JSON.stringify(result);
  const { data: _, ...others } = result;
  const rest = JSON.stringify(others).slice(1);
  return `{"data":${kept}${rest === '}' ? rest : `,${rest}`}`;
}

function isIntrospection(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  if (operation.operation !== 'query' || (operation.variableDefinitions?.length ?? 0) > 0) return false;
  const isOfSchema = ({ selections }: SelectionSetNode): boolean =>
    selections.every((node) => {
      if (node.kind === Kind.FIELD) return node.name.value.startsWith('__');
      if (node.kind === Kind.INLINE_FRAGMENT) return isOfSchema(node.selectionSet);
      // Fragments at the root that spread others are as rare as they are needless.
      const fragment = document.definitions.find(
        (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === node.name.value,
      );
      return (
        fragment?.kind === Kind.FRAGMENT_DEFINITION &&
        fragment.selectionSet.selections.every(
          (one) => one.kind === Kind.FIELD && one.name.value.startsWith('__'),
        )
      );
    });
  return isOfSchema(operation.selectionSet);
}
