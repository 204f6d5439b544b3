import fc from 'fast-check';
import { type ExecutionResult, execute, getOperationAST, parse, validate } from 'graphql';
import { createExecutor } from '../../../src/platform/graphql/executor.js';
import { anyQuery } from './any-query.js';
import { kitchenSink } from './kitchen-sink.js';

const schema = kitchenSink();

/** What a client would see, errors in the order of their paths: that of concurrent ones is not defined. */
function seen({ data, errors = [] }: ExecutionResult): { data: unknown; errors: string[] } {
  const sorted = errors.map((error) => JSON.stringify(error.toJSON())).sort();
  return { data: data === undefined ? 'none' : JSON.parse(JSON.stringify(data)), errors: sorted };
}

/** Where the data is null because of errors. Of several errors that make one place null, any may be reported. */
function nullPlaces({ data, errors }: { data: unknown; errors: string[] }): Set<string> {
  const places = errors.map((error) => {
    const { path } = JSON.parse(error) as { path: (string | number)[] };
    let value = data as Record<string | number, unknown> | null | undefined;
    for (const [depth, key] of path.entries()) {
      if (value === null) return path.slice(0, depth).join('.');
      value = value?.[key] as typeof value;
    }
    expect(value).toBeNull();
    return path.join('.');
  });
  return new Set(places);
}

async function bothWays(query: string, variables?: Record<string, unknown>, operationName?: string) {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error('The document has no such operation.');
  const run = createExecutor(schema, { runsFirst: () => 1 });
  const request = { document, operation, variables, context: {} };
  const interpreted = seen(await run(request));
  const compiled = [seen(await run(request)), seen(await run(request))];
  const reference = seen(
    await execute({ schema, document, variableValues: variables, operationName, contextValue: {} }),
  );
  return { reference, interpreted, compiled };
}

async function expectSame(query: string, variables?: Record<string, unknown>, operationName?: string) {
  const { reference, interpreted, compiled } = await bothWays(query, variables, operationName);
  expect(interpreted).toEqual(reference);
  for (const result of compiled) expect(result).toEqual(reference);
  return reference;
}

type Row = [of: string, query: string, variables?: Record<string, unknown>, operationName?: string];
const cases = (rows: Row[]) =>
  rows.map(([of, query, variables, operationName]) => ({ of, query, variables, operationName }));

const items = '{ id name colour on at flag score grid count children(first: 2) { id mustHave } }';

describe('the compiling executor answers like graphql-js', () => {
  it.each(
    cases([
      ['plain fields of every type', `{ items(first: 7) ${items} }`],
      ['aliases', '{ a: item(id: 1) { x: name } b: item(id: 2) { x: name y: id } }'],
      ['__typename', '{ kind: __typename item { __typename children { __typename } } }'],
      ['nested lists and nullable items', '{ items(first: 3) { maybe { id grid } } }'],
      ['null propagation from a list item', '{ items(first: 6) { id mustHave } }'],
      ['null propagation stopped half way', '{ items(first: 3) { id children(first: 3) { mustHave } } }'],
      ['null propagation to the root', '{ broken item { id } }'],
      ['a sync error', '{ problem(kind: "bug") item { id } }'],
      ['an async error in a non-null field', '{ items(first: 4) { maybe { sometimes(fail: true) } } }'],
      ['an async error in a non-null list', '{ items(first: 4) { sometimes(fail: true) } }'],
      ['an error that is a text', '{ problem(kind: "text") }'],
      ['an error with extensions', '{ problem(kind: "coded") }'],
      [
        'unions',
        '{ things { __typename ... on Box { name side opened } ... on Ball { name radius colour } } }',
      ],
      ['interfaces', '{ named { name ... on Box { side(unit: "m") } } }'],
      [
        'fragments used twice',
        'fragment I on Item { id name ...J } fragment J on Item { score } { item { ...I later { ...I } } }',
      ],
      [
        'literal arguments',
        '{ echo(text: "a", number: 9, colour: BLUE, on: "2026-09-01", point: {x: 1}, colours: [RED]) }',
      ],
      ['defaults of arguments', '{ echo items { id } }'],
      ['a literal null', '{ echo(text: null, number: null) }'],
      ['one item for a list', '{ echo(points: {x: 1}, colours: RED) }'],
      [
        'variables',
        'query($t: String, $c: [Colour!], $p: Point) { echo(text: $t, colours: $c, point: $p) }',
        { t: 'x', c: ['RED'], p: { x: 1, deep: { x: 2 } } },
      ],
      [
        'variables left out',
        'query($t: String, $n: Int, $p: Point) { echo(text: $t, number: $n, point: $p) }',
      ],
      [
        'variables that are null',
        'query($t: String, $n: Int) { echo(text: $t, number: $n) }',
        { t: null, n: null },
      ],
      [
        'defaults of variables',
        'query($n: Int! = 4, $p: Point = {x: 3}, $on: LocalDate = "2026-01-01") { need(number: $n) echo(point: $p, on: $on) }',
      ],
      [
        'variables within objects and lists',
        'query($x: Int!, $y: Int, $t: [String!]) { echo(point: {x: $x, y: $y, tags: $t}, points: [{x: $x}, {x: 2, y: $y}]) }',
        { x: 1 },
      ],
      [
        'a missing variable where one is needed',
        'query($x: Int! = 1, $t: String) { echo(point: {x: $x, tags: ["a"]}, text: $t) need(number: $x) }',
        {},
      ],
      [
        'custom scalars both ways',
        'query($on: LocalDate, $at: DateTime) { echo(on: $on, at: $at) item { on at } }',
        { on: '2026-02-03', at: '2026-02-03T04:05:06+01:00' },
      ],
      ['a variable of the wrong type', 'query($n: Int!) { need(number: $n) }', { n: 'three' }],
      ['a variable that is missing', 'query($n: Int!) { need(number: $n) }', {}],
      ['a date that no calendar has', 'query($on: LocalDate) { echo(on: $on) }', { on: '2026-02-30' }],
      ['an unknown enum value', 'query($c: Colour) { echo(colour: $c) }', { c: 'PINK' }],
      ['an unknown key', 'query($p: Point) { echo(point: $p) }', { p: { x: 1, z: 2 } }],
      ['a list for an object', 'query($p: Point) { echo(point: $p) }', { p: [] }],
      [
        'null for a nullable variable in a non-null place',
        'query($n: Int = 3) { need(number: $n) item { id } }',
        { n: null },
      ],
      ['@oneOf literals', '{ pick(by: {byId: 1}) }'],
      ['@oneOf variables', 'query($by: Pick!) { pick(by: $by) }', { by: { byName: 'a' } }],
      [
        '@oneOf variables with two keys',
        'query($by: Pick!) { pick(by: $by) }',
        { by: { byName: 'a', byId: 1 } },
      ],
      ['@oneOf variables with null', 'query($by: Pick!) { pick(by: $by) }', { by: { byName: null } }],
      ['@oneOf with a variable within', 'query($id: ID!) { pick(by: {byId: $id}) }', { id: 'x' }],
      [
        '@skip and @include',
        '{ item { id @skip(if: true) name @include(if: true) score @include(if: false) } }',
      ],
      ['an empty selection after @skip', '{ item { id @skip(if: true) } }'],
      [
        'introspection',
        '{ __schema { types { name } } __type(name: "Item") { fields { name args { defaultValue } } } }',
      ],
      ['snake case', '{ an_item: item { the_name: name } }'],
      [
        'names that mean something in JavaScript',
        '{ constructor: item { toString: name valueOf: id hasOwnProperty: score } }',
      ],
      ['an alias that would change a prototype', '{ __proto__: item { id } }'],
      [
        'a variable that would change a prototype',
        'query($__proto__: String) { echo(text: $__proto__) }',
        JSON.parse('{"__proto__": "x"}'),
      ],
      [
        'variables named like ours',
        'query($hoisted0: String) { echo(text: $hoisted0, number: 3) }',
        { hoisted0: 'x' },
      ],
      [
        'one of several operations',
        'query A($n: Int!) { need(number: $n) ...F } query B { item { id } } fragment F on Query { echo(number: $n) }',
        {},
        'B',
      ],
      ['mutations in series', 'mutation { a: set(value: 1) b: set(value: 2) c: fail d: set(value: 3) }'],
    ]),
  )('$of', async ({ query, variables, operationName }) => {
    if (query.startsWith('mutation')) {
      // Each run counts on, so runs are compared with themselves: one after the other, past the failure.
      const { compiled } = await bothWays(query, variables, operationName);
      expect(compiled[1]).toMatchObject({ data: { c: null } });
      return;
    }
    await expectSame(query, variables, operationName);
  });

  it('for every combination of conditions', async () => {
    const query = `query($a: Boolean!, $b: Boolean!, $c: Boolean = true) {
      item { ...F @include(if: $a) ...F @include(if: $b) later @skip(if: $c) { id ...F } later { score } }
      again: item { ...F id @skip(if: $a) }
    } fragment F on Item { name on @include(if: $c) children { id @include(if: $b) score } }`;
    for (const a of [true, false]) {
      for (const b of [true, false]) {
        for (const c of [true, false, undefined]) await expectSame(query, { a, b, c });
      }
    }
    await expectSame(query, { a: true, b: true, c: null });
  });

  it('when the conditions of one document change from run to run, past the number of forms that are kept', async () => {
    const document = parse(
      'query($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!) { item { id @include(if: $a) name @skip(if: $b) score @include(if: $c) flag @include(if: $d) } }',
    );
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const run = createExecutor(schema, { runsFirst: () => 1 });
    for (let round = 0; round < 2; round++) {
      for (let bits = 0; bits < 16; bits++) {
        const variables = { a: !(bits & 1), b: !(bits & 2), c: !(bits & 4), d: !(bits & 8) };
        const answer = seen(await run({ document, operation, variables, context: {} }));
        expect(answer).toEqual(seen(await execute({ schema, document, variableValues: variables })));
      }
    }
  });

  it('for any query', async () => {
    await fc.assert(
      fc.asyncProperty(anyQuery, async (query) => {
        const { reference, compiled } = await bothWays(query, { yes: true, no: false, n: 2 });
        for (const result of compiled) {
          expect(result.data).toEqual(reference.data);
          expect(nullPlaces(result)).toEqual(nullPlaces(reference));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('what a client sends is never run as code', () => {
  it.each(['text: "X"', 'point: {x: 1, tags: ["X"]}', 'text: """X"""'])('not in %s', async (argument) => {
    // The form of string that graphql-jit writes into its code as an expression.
    const code = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74dglobalThis.stolen = 1';
    const answer = await expectSame(`{ echo(${argument.replace('X', code)}) }`);
    expect(JSON.stringify(answer)).toContain('globalThis.stolen');
    expect((globalThis as { stolen?: number }).stolen).toBeUndefined();
  });

  it('not in defaults of variables', async () => {
    await expectSame(
      'query($t: String = "__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74dstolen()") { echo(text: $t) }',
    );
  });
});
