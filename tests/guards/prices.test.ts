import { join } from 'node:path';
import {
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInputObjectType,
  isListType,
  parse,
  validate,
} from 'graphql';
import { features } from '../../src/app.js';
import { graphParts } from '../../src/platform/composition/composition.js';
import { countedArguments, fieldsOf } from '../../src/platform/graphql/prices.js';
import { buildGraph } from '../../src/platform/graphql/schema.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { prices } from '../../src/prices.js';

/** Arguments that lead to one answer for each entry; a new list argument belongs here or among the others. */
const leadingToMore = [
  'Mutation.offeringsUpsert(inputs)',
  'Mutation.providersUpsert(inputs)',
  'Mutation.selfAssessmentUpdate(ratings)',
  'Mutation.sitesUpsert(inputs)',
  'Mutation.vacanciesConfirm(inputs)',
  'Mutation.vacanciesUpsert(inputs)',
  'Query.compare(offerings)',
  'Query.nodes(ids)',
];
/** Lists that only choose among what is returned anyway. */
const choosing = [
  'Mutation.changeRequestApprove(fields)',
  'Mutation.providerMerge(take)',
  'Query.imports(kind)',
  'Query.suggest(kinds)',
];

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildGraph(graphParts(features));
});

const rootFields = () =>
  fieldsOf(schema)
    .map(({ name }) => name)
    .filter((name) => /^(Query|Mutation)\./.test(name));

describe('every query that `npm run prices` measures', () => {
  it('is one of the graph as it is', async () => {
    const some = Array.from({ length: 50 }, () => 'x');
    const anything = new Proxy({}, { get: () => some });
    const bench = (path: string) => import(join(projectRoot, 'tests/bench', path));
    const { inventRegister } = await bench('data/register.mjs');
    const { queryCases } = await bench('prices/queries.mjs');
    const cases: { document: string }[] = queryCases({
      ids: anything,
      atlas: anything,
      tables: inventRegister(200),
    });
    const wrong = cases.flatMap(({ document }) =>
      validate(schema, parse(document)).map(({ message }) => `${document}: ${message}`),
    );
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(100);
  });
});

describe('schema/prices.json', () => {
  it('has the expected length of every list of objects without `first`, and of nothing else', () => {
    expect(Object.keys(prices().lists).sort()).toEqual(listsWithoutFirst(schema).sort());
  });

  it('has a measured price of every root field: run `npm run prices -- --write` for a new one', () => {
    expect(rootFields().filter((name) => prices().fields[name] === undefined)).toEqual([]);
    expect(rootFields().length).toBeGreaterThan(90);
  });

  it('has nothing that is no longer in the graph', () => {
    const known = new Set(fieldsOf(schema).map(({ name }) => name));
    const meta = ['Query.__schema', 'Query.__type', 'Query.__typename'];
    const given = new Set(
      fieldsOf(schema).flatMap(({ name, field }) => field.args.map((one) => `${name}.${one.name}`)),
    );
    const { fields, arguments: priced } = prices();
    expect(Object.keys(fields).filter((name) => !known.has(name) && !meta.includes(name))).toEqual([]);
    expect(Object.keys(priced).filter((name) => !given.has(name))).toEqual([]);
  });

  it('lets a whole root field stay under the limit', () => {
    for (const name of rootFields()) {
      expect([name, (prices().fields[name] ?? 0) < 10_000]).toEqual([name, true]);
    }
  });
});

describe('arguments that are lists', () => {
  const named = (wanted: (name: string, args: readonly string[]) => readonly string[]) =>
    fieldsOf(schema).flatMap(({ name, field }) =>
      wanted(name, countedArguments(field)).map((argument) => `${name}(${argument})`),
    );

  it('are counted where each entry leads to an answer of its own', () => {
    expect(named((_, args) => args).sort()).toEqual(leadingToMore);
  });

  it('have a measured price for each entry, where a root field takes ids or inputs', () => {
    const counted = leadingToMore.map((name) => name.replace(/\((\w+)\)$/, '.$1'));
    // The number of principles depends on the framework alone.
    const bounded = ['Mutation.selfAssessmentUpdate.ratings'];
    expect(counted.filter((name) => prices().arguments[name] === undefined)).toEqual(bounded);
  });

  it('are known, all of them', () => {
    const all = fieldsOf(schema).flatMap(({ name, field }) =>
      field.args
        .filter(({ type }) => isListType(getNullableType(type)))
        .map((argument) => `${name}(${argument.name})`),
    );
    expect(all.sort()).toEqual([...leadingToMore, ...choosing].sort());
    // What holds no ids and no objects can lead to nothing that is read for each.
    for (const { field } of fieldsOf(schema)) {
      for (const { name, type } of field.args) {
        const item = getNamedType(type);
        if (!isListType(getNullableType(type)) || (item.name !== 'ID' && !isInputObjectType(item))) continue;
        expect(countedArguments(field)).toContain(name);
      }
    }
  });
});

/** Fields that return a list of objects and have no `first`: each needs its length in the table. Introspection has its own. */
function listsWithoutFirst(schema: GraphQLSchema): string[] {
  return fieldsOf(schema)
    .filter(
      ({ field }) => isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type)),
    )
    .filter(({ field }) => !field.args.some(({ name }) => name === 'first'))
    .map(({ name }) => name);
}
