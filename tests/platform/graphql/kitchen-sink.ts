import {
  buildSchema,
  type GraphQLEnumType,
  GraphQLError,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { Forbidden, NotFound, UserProblem } from '../../../src/platform/errors.js';
import { TYPE_KNOWN_AT_ONCE } from '../../../src/platform/graphql/jit-document.js';
import { DateTime, LocalDate } from '../../../src/platform/graphql/scalars.js';
import { SearchError } from '../../../src/platform/search/port.js';

const sdl = `
  scalar LocalDate
  scalar DateTime
  enum Colour { RED GREEN BLUE }
  interface Named { name: String! }
  union Thing = Box | Ball
  type Box implements Named { name: String! side(unit: String = "cm"): Float opened: DateTime }
  type Ball implements Named { name: String! radius: Int colour: Colour }
  interface Entry { id: ID! name: String mustHave: String! later: Item }
  type Note implements Entry { id: ID! name: String mustHave: String! later: Item text(first: Int = 2): String }
  input Point { x: Int! y: Int = 7 tags: [String!] deep: Point }
  input Pick @oneOf { byId: ID byName: String }
  type Item implements Entry {
    id: ID!
    name: String
    mustHave: String!
    colour: Colour
    on: LocalDate
    at: DateTime
    flag: Boolean
    score: Float
    count(first: Int = 3): Int!
    children(first: Int): [Item!]
    maybe: [Item]
    sometimes(fail: Boolean = false): String!
    perhaps(fail: Boolean = false): String
    later: Item
    grid: [[Int]]
    entry: Entry
    entries: [Entry]
  }
  type Query {
    item(id: ID): Item
    items(first: Int! = 2, colour: Colour = GREEN): [Item!]!
    echo(text: String, number: Int = 5, point: Point, points: [Point!], colour: Colour, colours: [Colour!], on: LocalDate, at: DateTime): String
    need(number: Int!): Int
    pick(by: Pick!): String
    things: [Thing!]!
    named: [Named]
    problem(kind: String!): String
    broken: String!
    slow(ms: Int!): String
    held: String
  }
  type Mutation { set(value: Int!): Int! fail: Int }
`;

interface Arguments {
  readonly id?: string;
  readonly first: number;
  readonly number: number;
  readonly ms: number;
  readonly value: number;
  readonly by: object;
  readonly kind: string;
  readonly unit: string;
  readonly fail: boolean;
}

interface Source {
  readonly id: number;
  readonly name: string | null;
  readonly mustHave: string | null;
  readonly colour: string | null;
  readonly on: string;
  readonly at: Date;
  readonly flag: boolean;
  readonly score: number;
  readonly grid: (number | null)[][];
}

function source(id: number): Source {
  return {
    id,
    name: id % 3 === 0 ? null : `Item ${id}`,
    mustHave: id % 5 === 4 ? null : 'yes',
    colour: [null, 'r', 'g', 'b'][id % 4] ?? null,
    on: '2026-02-28',
    at: new Date(Date.UTC(2026, 1, 3, 4, 5, 6, 7)),
    flag: id % 2 === 0,
    score: id / 2,
    grid: [[id, null], [id * 2]],
  };
}

/**
 * A small graph with every kind of type, value and failure, for comparing ways to run operations. `held` resolves when that
 * resolves.
 */
export function kitchenSink(held: () => Promise<string> = async () => 'at once'): GraphQLSchema {
  const schema = buildSchema(sdl);
  const resolve = (type: string, field: string, resolver: (source: Source, args: Arguments) => unknown) => {
    const definition = (schema.getType(type) as GraphQLObjectType).getFields()[field];
    if (!definition) throw new Error(`${type}.${field}`);
    definition.resolve = resolver;
  };
  replaceScalars(schema);
  let stored = 0;
  const children = (parent: Source, first: number) =>
    Array.from({ length: first }, (_, index) => source(parent.id * 3 + index));

  resolve('Query', 'item', (_, { id }) => source(Number(id ?? 1)));
  resolve('Query', 'items', async (_, { first }) =>
    Array.from({ length: first }, (_each, index) => source(index)),
  );
  // The order of arguments means nothing.
  resolve('Query', 'echo', (_, args) =>
    JSON.stringify(args, Object.keys(args).concat('x', 'y', 'tags', 'deep').sort()),
  );
  resolve('Query', 'need', (_, { number }) => number);
  resolve('Query', 'pick', (_, { by }) => JSON.stringify(by));
  resolve('Query', 'things', () => [
    { __typename: 'Box', name: 'box', opened: new Date(0) },
    { __typename: 'Ball', name: 'ball', radius: 3, colour: 'b' },
  ]);
  resolve('Query', 'named', async () => [{ __typename: 'Box', name: 'box' }, null, { __typename: 'Gone' }]);
  resolve('Query', 'problem', (_, { kind }) => problem(kind));
  resolve('Query', 'broken', async () => null);
  resolve('Query', 'slow', (_, { ms }) => new Promise((done) => setTimeout(() => done('at last'), ms)));
  resolve('Query', 'held', held);
  resolve('Box', 'side', (_, { unit }) => (unit === 'cm' ? 2 : 0.02));
  resolve('Item', 'count', async (_, { first }) => first);
  resolve('Item', 'children', (parent, { first }) => children(parent, first ?? 2));
  resolve('Item', 'maybe', async (parent) => [null, ...children(parent, 2)]);
  resolve('Item', 'later', async (parent) => source(parent.id + 1));
  // One whose type is not in the graph, and one without a type, are errors.
  const entry = (id: number) => ({
    ...source(id),
    kind: ['Item', 'Note', 'Item', 'Gone', 'Note', undefined][id % 6],
  });
  const type = schema.getType('Entry') as GraphQLInterfaceType;
  type.resolveType = ({ kind }: ReturnType<typeof entry>) => kind;
  type.extensions = { [TYPE_KNOWN_AT_ONCE]: true };
  resolve('Item', 'entry', async (parent) => (parent.id % 7 === 0 ? null : entry(parent.id)));
  resolve('Item', 'entries', (parent) => [0, 1, 2, 3].map((step) => entry(parent.id + step)));
  resolve('Note', 'later', async (parent) => source(parent.id + 1));
  resolve('Note', 'text', (_, { first }) => 'text'.slice(0, first));
  resolve('Item', 'sometimes', async (parent, { fail }) => {
    if (fail && parent.id % 2 === 1)
      throw new UserProblem([{ field: ['fail'], code: 'INVALID', message: 'Odd.' }]);
    return 'fine';
  });
  resolve('Mutation', 'set', async (_, { value }) => {
    stored = stored * 10 + value;
    return stored;
  });
  resolve('Mutation', 'fail', () => {
    throw new Error('no');
  });
  return schema;
}

function problem(kind: string): string {
  switch (kind) {
    case 'user':
      throw new UserProblem([
        { field: ['kind'], code: 'TAKEN', message: 'First.' },
        { field: null, code: 'CONFLICT', message: 'Second.' },
      ]);
    case 'missing':
      throw new NotFound('There is none.');
    case 'forbidden':
      throw new Forbidden('You are not allowed.', 'item.read');
    case 'coded':
      throw new GraphQLError('Too much.', { extensions: { code: 'TOO_MUCH', limit: 3 } });
    case 'text':
      throw 'only a text';
    case 'search':
      throw new SearchError('timeout', 'No answer about "Jo Bloggs" from 10.0.0.1.', 'an engine');
    case 'pg':
      throw Object.assign(new Error('invalid input syntax for type uuid: "Jo Bloggs"'), {
        code: '22P02',
        detail: 'Key (name)=(Jo Bloggs) exists.',
        parameters: ['Jo Bloggs'],
        query: "select 'Jo Bloggs'",
        table: 'provider',
      });
    default:
      throw new Error(`secret at 10.0.0.1: ${kind}`);
  }
}

/** `buildSchema` makes scalars and enums that change nothing; these do. */
function replaceScalars(schema: GraphQLSchema): void {
  for (const scalar of [LocalDate, DateTime]) {
    const { serialize, parseValue, parseLiteral } = scalar;
    Object.assign(schema.getType(scalar.name) as object, { serialize, parseValue, parseLiteral });
  }
  const colours = schema.getType('Colour') as GraphQLEnumType;
  const stored: Record<string, string> = { RED: 'r', GREEN: 'g', BLUE: 'b' };
  const values = colours.getValues();
  for (const value of values) value.value = stored[value.name];
  const items = schema.getQueryType()?.getFields().items;
  for (const argument of items?.args ?? []) {
    if (argument.name === 'colour') argument.defaultValue = 'g';
  }
}
