import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  type InlineFragmentNode,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { fragmentsOf } from './document-size.js';
import { isIncluded } from './jit-document.js';
import type { Meter } from './meter.js';
import { fieldPrice, type Prices } from './prices.js';

/**
 * Counts a value that a field returned: its texts and the fields that it opens, including those of plain objects within
 * it.
 */
export type Count = (meter: Meter, value: unknown) => void;

/** What is known about a field before it returns a value. */
export type FieldFacts = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'returnType'> & {
  readonly fieldNodes: readonly FieldNode[];
  /** The variables that decide `@skip` and `@include`; left out if there are none. */
  readonly variableValues?: GraphQLResolveInfo['variableValues'];
};

/** What each field adds to the JSON apart from its name and value: quotes, colon and comma. */
const PUNCTUATION = 4;
/** The size of a value that is not a long text, such as a number, a date, an id or a code of a closed list. */
const SHORT_VALUE = 20;

/** In a list, the limit is checked after each group of this many items. */
const LOOK_EVERY = 16;

const metaFields = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]),
);
const TEXTS = ['String', 'ID'];

/** Whether all values of a type are short: ids and codes of closed lists. */
export function isShort(type: GraphQLOutputType): boolean {
  const value = getNullableType(type);
  return isEnumType(value) || (isLeafType(value) && value.name === 'ID');
}

/** What one object of a type opens. Fields with a resolver count their own results. */
class ObjectShape {
  fields = 0;
  /** What the fields cost above 1 each. */
  private extra = 0;
  private bytes = 2;
  /** Properties that hold a text. */
  private readonly texts: string[] = [];
  /** Other properties to count. */
  private readonly parts: { readonly property: string; readonly count: Count }[] = [];

  constructor(
    type: GraphQLObjectType,
    selected: ReadonlyMap<string, FieldNode[]>,
    facts: FieldFacts,
    prices: Prices,
  ) {
    for (const [name, nodes] of selected) {
      const field = type.getFields()[nodes[0]!.name.value] ?? metaFields.get(nodes[0]!.name.value);
      if (!field) continue;
      this.fields++;
      this.extra += fieldPrice(prices, type, field) - 1;
      this.bytes += name.length + PUNCTUATION;
      if (!field.resolve)
        this.addProperty(field.name, { ...facts, returnType: field.type, fieldNodes: nodes }, prices);
    }
  }

  private addProperty(property: string, facts: FieldFacts, prices: Prices): void {
    const type = getNullableType(facts.returnType);
    if (!isLeafType(type)) this.parts.push({ property, count: countOf(facts, prices) });
    else if (TEXTS.includes(type.name)) this.texts.push(property);
    else this.bytes += SHORT_VALUE;
  }

  count(meter: Meter, value: Readonly<Record<string, unknown>>): void {
    let { bytes } = this;
    for (const property of this.texts) {
      const text = value[property];
      if (typeof text === 'string') bytes += text.length;
    }
    meter.fields += this.fields;
    meter.bytes += bytes;
    if (this.extra !== 0) meter.extra += this.extra;
    for (const { property, count } of this.parts) count(meter, value[property]);
  }

  /** Counts the items of a list, and stops early if the result is already too large. */
  countAll(meter: Meter, items: readonly unknown[]): void {
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (isObject(item)) this.count(meter, item);
      if (i % LOOK_EVERY === 0 && meter.isOver) return;
    }
  }
}

/** How to count the value of a field. */
export function countOf(facts: FieldFacts, prices: Prices): Count {
  const type = getNullableType(facts.returnType);
  if (isListType(type)) return countList({ ...facts, returnType: type.ofType }, prices);
  if (isLeafType(type)) return countLeaf;
  if (!isAbstractType(type)) {
    const shape = new ObjectShape(type, collect(type, selectionsOf(facts), facts), facts, prices);
    return (meter, value) => {
      if (isObject(value)) shape.count(meter, value);
    };
  }
  const shapeOf = abstractShapes(type, facts, prices);
  return (meter, value) => {
    if (isObject(value)) shapeOf(value)?.count(meter, value);
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function countList(items: FieldFacts, prices: Prices): Count {
  const type = getNullableType(items.returnType);
  if (!isObjectType(type)) return countItems(countOf(items, prices));
  const shape = new ObjectShape(type, collect(type, selectionsOf(items), items), items, prices);
  return (meter, value) => {
    if (Array.isArray(value)) shape.countAll(meter, value);
    else if (value instanceof Set) shape.countAll(meter, [...value]);
  };
}

/** The same for anything other than a list of objects of one type, such as codes or lists of lists. */
function countItems(count: Count): Count {
  return (meter, value) => {
    const items = value instanceof Set ? [...value] : value;
    if (!Array.isArray(items)) return;
    for (let i = 0; i < items.length; i++) {
      count(meter, items[i]);
      if (i % LOOK_EVERY === 0 && meter.isOver) return;
    }
  };
}

/** How to count the fields at the root of an operation. */
export function countOfRoot(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variableValues: Readonly<Record<string, unknown>>,
  prices: Prices,
): (meter: Meter) => void {
  const returnType = schema.getRootType(operation.operation);
  if (!returnType) return () => {};
  const fragments = Object.fromEntries(fragmentsOf(document));
  const facts = { schema, fragments, variableValues, fieldNodes: [], returnType };
  const shape = new ObjectShape(
    returnType,
    collect(returnType, [operation.selectionSet], facts),
    facts,
    prices,
  );
  return (meter) => shape.count(meter, {});
}

/** Counts a value that is not an object. */
export const countLeaf: Count = (meter, value) => {
  meter.bytes += typeof value === 'string' ? value.length : SHORT_VALUE;
};

/**
 * Inspects a type when its first value arrives. If the value does not give its type at once, the largest possible type
 * counts.
 */
function abstractShapes(type: GraphQLAbstractType, facts: FieldFacts, prices: Prices) {
  const shapes = new Map<string, ObjectShape>();
  const shapeOf = (object: GraphQLObjectType) => {
    let shape = shapes.get(object.name);
    if (!shape) {
      shape = new ObjectShape(object, collect(object, selectionsOf(facts), facts), facts, prices);
      shapes.set(object.name, shape);
    }
    return shape;
  };
  const largest = () =>
    facts.schema
      .getPossibleTypes(type)
      .map(shapeOf)
      .reduce((one, other) => (other.fields > one.fields ? other : one));
  return (value: object): ObjectShape | undefined => {
    const name = typeNameOf(type, value);
    if (name === null) return largest();
    // An unknown type is an error, and opens nothing.
    const object = facts.schema.getType(name);
    return isObjectType(object) ? shapeOf(object) : undefined;
  };
}

/** The name of a value's type; null if it is not known at once. */
function typeNameOf(type: GraphQLAbstractType, value: object): string | null {
  const { __typename: own } = value as { __typename?: unknown };
  // Our type resolvers use the value alone.
  const name = own ?? type.resolveType?.(value, undefined, undefined as never, type);
  return typeof name === 'string' ? name : null;
}

function selectionsOf({ fieldNodes }: FieldFacts): readonly SelectionSetNode[] {
  return fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}

/** The fields that are selected on an object of a type, by their response names (GraphQL specification, 6.3.2). */
function collect(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  { schema, fragments, variableValues = {} }: Omit<FieldFacts, 'fieldNodes' | 'returnType'>,
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const used = new Set<string>();
  const applies = ({ typeCondition }: FragmentDefinitionNode | InlineFragmentNode) => {
    const on = typeCondition && schema.getType(typeCondition.name.value);
    return !on || on === type || (isAbstractType(on) && schema.isSubType(on, type));
  };
  const add = ({ selections }: SelectionSetNode) => {
    for (const node of selections) {
      if (node.directives?.length && !isIncluded(node, variableValues)) continue;
      if (node.kind === Kind.FIELD) {
        const name = (node.alias ?? node.name).value;
        const others = fields.get(name);
        if (others) others.push(node);
        else fields.set(name, [node]);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        if (applies(node)) add(node.selectionSet);
      } else if (!used.has(node.name.value)) {
        used.add(node.name.value);
        const fragment = fragments[node.name.value];
        if (fragment && applies(fragment)) add(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) add(set);
  return fields;
}
