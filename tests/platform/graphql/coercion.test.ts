import fc from 'fast-check';
import {
  buildSchema,
  type GraphQLError,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { createCoercions } from '../../../src/platform/graphql/coercion.js';

const schema = buildSchema(`
  type Query { all: ID }
  enum Colour { RED GREEN }
  input Pick @oneOf { byId: ID byName: String deep: Point }
  input Point {
    x: Int! y: Int = 7 nothing: Float = null tags: [String!] grid: [[Int]] colour: Colour = RED colours: [Colour!]!
    deep: Point pick: Pick flag: Boolean must: Boolean! = true
  }
`);
const definitions = (
  parse(`query (
  $point: Point, $needed: Point!, $pick: Pick, $points: [Point!], $colour: Colour = GREEN, $ids: [ID!]! = ["a"],
  $number: Int!, $nothing: String = null, $unknown: Nothing
) { all }`).definitions[0] as OperationDefinitionNode
).variableDefinitions!;
const byName = (...names: string[]) =>
  definitions.filter(({ variable }) => names.includes(variable.name.value));

/** Both ways. Null: it does not fit. */
function bothWays(names: string[], given: Record<string, unknown>) {
  const chosen = byName(...names);
  const reference = getVariableValues(schema, chosen, given).coerced ?? null;
  return { reference, compiled: createCoercions(schema)(chosen)(given) };
}

/** Values of which many fit: nested, with what is missing, null, of another type or unknown. */
const { value } = fc.letrec((tie) => {
  const odd = fc.constantFrom<unknown>(null, undefined, 3, 2 ** 40, 1.5, 'RED', 'BLUE', '', true, [], {}, [
    1,
    null,
  ]);
  const mostly = (arbitrary: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 9, arbitrary }, { weight: 1, arbitrary: odd });
  const point = fc.record(
    {
      x: mostly(fc.integer({ min: -9, max: 9 })),
      y: mostly(fc.integer()),
      nothing: mostly(fc.double()),
      tags: mostly(fc.oneof(fc.array(fc.string(), { maxLength: 2 }), fc.string())),
      grid: mostly(fc.array(fc.array(fc.nat(9), { maxLength: 2 }), { maxLength: 2 })),
      colour: mostly(fc.constantFrom('RED', 'GREEN')),
      colours: mostly(fc.array(fc.constantFrom('RED', 'GREEN'), { maxLength: 2 })),
      deep: mostly(tie('value')),
      pick: mostly(tie('pick')),
      flag: mostly(fc.boolean()),
      must: mostly(fc.boolean()),
      other: odd,
    },
    { requiredKeys: [] },
  );
  const complete = point.map((some) => {
    const { other: _, ...known } = some;
    return { x: 1, colours: ['RED'], ...known };
  });
  return {
    value: fc.oneof(
      { maxDepth: 3 },
      { weight: 5, arbitrary: complete },
      { weight: 1, arbitrary: point },
      odd,
    ),
    pick: fc.oneof(
      fc.constantFrom<unknown>({ byId: 4 }, { byName: 'a' }, { byId: 'a', byName: 'b' }, {}, { byId: null }),
      fc.record({ deep: tie('value') }),
    ),
  };
});

describe('compiled coercion', () => {
  it('returns what graphql-js does, and nothing if that finds an error', () => {
    let fitting = 0;
    fc.assert(
      fc.property(
        fc.constantFrom('point', 'needed', 'pick', 'points'),
        fc.array(value, { maxLength: 2 }),
        (name, some) => {
          const given = { [name]: name === 'points' ? some : name === 'pick' ? { deep: some[0] } : some[0] };
          const { reference, compiled } = bothWays([name], given);
          expect(compiled).toEqual(reference);
          expect(JSON.stringify(compiled)).toBe(JSON.stringify(reference)); // the order of fields too
          if (reference) fitting++;
        },
      ),
      { numRuns: 1_000 },
    );
    expect(fitting).toBeGreaterThan(100);
  });

  it.each([
    ['a default, and an explicit null instead of it', ['colour', 'nothing'], {}],
    ['a default, and an explicit null instead of it', ['colour', 'nothing'], { colour: null, nothing: null }],
    ['an undefined value', ['point'], { point: undefined }],
    ['a missing value that is needed', ['needed'], {}],
    ['a null that must not be', ['needed', 'ids'], { needed: null, ids: null }],
    ['one value for a list', ['ids'], { ids: 4 }],
    ['a text for a list of texts', ['point'], { point: { x: 1, colours: 'RED', tags: 'ab' } }],
    ['a number as text', ['number'], { number: '4' }],
    ['a name of the prototype', ['point'], { point: JSON.parse('{"x":1,"colours":[],"__proto__":{"y":1}}') }],
    ['a list for an object', ['point'], { point: [{ x: 1, colours: [] }] }],
    ['a variable that is not declared', ['number'], { number: 1, more: 2 }],
    ['a type that is none', ['unknown'], { unknown: 1 }],
    ['a type that is none, not given', ['unknown'], {}],
    ['an inherited variable', ['number'], Object.create({ number: 1 })],
  ])('treats as graphql-js does %s', (_, names, given) => {
    const { reference, compiled } = bothWays(names, given);
    expect(compiled).toEqual(reference);
  });

  it('shares nothing between requests', () => {
    const coerce = createCoercions(schema)(byName('ids', 'point'));
    const [one, two] = [coerce({}), coerce({})];
    expect(one).toEqual({ ids: ['a'] });
    expect(one?.ids).not.toBe(two?.ids);
  });
});

/** An object of a type's shape that counts how often anything of it is looked at. */
function watched<T extends object>(value: T): { readonly value: T; readonly looks: () => number } {
  let looks = 0;
  const wrap = (part: unknown): unknown =>
    typeof part === 'object' && part !== null
      ? new Proxy(part, {
          get(target, key) {
            looks++;
            return wrap(Reflect.get(target, key));
          },
          ownKeys(target) {
            const keys = Reflect.ownKeys(target);
            looks++;
            return keys;
          },
        })
      : part;
  return { value: wrap(value) as T, looks: () => looks };
}

describe('a variable that does not fit', () => {
  const misfitOf = (names: string[], given: Record<string, unknown>) => {
    let error: GraphQLError | undefined;
    expect(
      createCoercions(schema)(byName(...names))(given, (misfit) => {
        error = misfit;
      }),
    ).toBeNull();
    return error;
  };
  const point = { x: 1, colours: ['RED'] };

  it.each<[string, string, unknown, string]>([
    [
      'an unknown field',
      'point',
      { ...point, 'Jo Bloggs': 1 },
      ': it has a field that is not defined by type "Point".',
    ],
    [
      'a value',
      'point',
      { ...point, tags: ['a', { 'Jo Bloggs': 1 }] },
      ' at "point.tags[1]": it is not a value of type "String".',
    ],
    [
      'an enum value',
      'points',
      [point, { ...point, colour: 'Jo Bloggs' }],
      ' at "points[1].colour": it is not a value of type "Colour".',
    ],
    ['a null', 'point', { ...point, must: null }, ' at "point.must": it must not be null.'],
    ['nothing', 'point', { x: 1 }, ' at "point.colours": it is required.'],
    [
      'a text for an object',
      'point',
      { ...point, deep: 'Jo Bloggs' },
      ' at "point.deep": it must be an object ("Point").',
    ],
    [
      'two of one',
      'pick',
      { byId: 'Jo Bloggs', byName: 'Jo Bloggs' },
      ': exactly one field of "Pick" must be given.',
    ],
    ['a missing one', 'number', undefined, ': a value of type "Int!" is required.'],
  ])('reports where and why, without what was sent: %s', (_, name, given, message) => {
    const error = misfitOf([name], given === undefined ? {} : { [name]: given });
    expect(error?.message).toBe(`Variable "$${name}" got invalid value${message}`);
    expect(error?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    expect(error?.locations).toHaveLength(1);
  });

  it('ends the work at the first misfit, however many there are', () => {
    const looksFor = (count: number) => {
      const unknown = Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
      const points = Array.from({ length: count }, () => ({ ...unknown, x: 'no' }));
      const { value, looks } = watched({ points });
      misfitOf(['points'], value);
      return looks();
    };
    expect(looksFor(300)).toBe(looksFor(3));
  });

  it('is found in time that grows with what was sent, not with its square', () => {
    const looksFor = (count: number) => {
      const { value, looks } = watched({ points: [...Array(count).fill(point), { x: 'no' }] });
      misfitOf(['points'], value);
      return looks();
    };
    expect(looksFor(2_000)).toBeLessThan(20.5 * looksFor(100));
  });

  it('may be nested as deeply as it likes', () => {
    let deep: object = point;
    for (let level = 0; level < 20_000; level++) deep = { ...point, deep };
    expect(misfitOf(['point'], { point: deep })?.message).toMatch(/it is nested too deeply\.$/);
  });
});
