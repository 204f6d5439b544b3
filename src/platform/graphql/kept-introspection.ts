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

/** A response about the whole schema takes a few megabytes. Only a few tools exist, and each sends its own query. */
const MOST_KEPT = 4;

const texts = new WeakMap<object, string>();

interface Kept {
  readonly result: ExecutionResult;
  /** What was counted when the result was created. */
  readonly counted: Pick<Meter, 'fields' | 'extra' | 'bytes'> | undefined;
}

/**
 * Results about the schema, which never change while the process runs. Each is created once for a document and kept
 * with its text. A document that asks for anything else, or has variables, runs every time.
 */
export class KeptIntrospection {
  private readonly answers = new LRUCache<OperationDefinitionNode, Kept>({ max: MOST_KEPT });

  /**
   * The kept result of an operation, counted on the meter like the first time. Undefined if there is none, or if it is
   * above the meter's limits.
   */
  get(operation: OperationDefinitionNode, meter: Meter | undefined): ExecutionResult | undefined {
    const kept = this.answers.size > 0 ? this.answers.get(operation) : undefined;
    if (!kept || !meter) return kept?.result;
    const { fields, extra, bytes } = kept.counted ?? NOTHING;
    if (fields > meter.limits.fields || bytes > meter.limits.bytes) return undefined;
    Object.assign(meter, { fields, extra, bytes });
    return kept.result;
  }

  /** Keeps the result of an operation that asks only about the schema. */
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

/** The JSON of a result. A result that is kept as text is not serialised again. */
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
      // Fragments at the root that spread others are rare, and not needed.
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
