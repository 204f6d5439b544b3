import 'reflect-metadata';
import { graphql, printType } from 'graphql';
import { Arg, buildSchema, type ClassType, Query, Resolver } from 'type-graphql';
import { z } from 'zod';
import { enumOf, nameEnum } from '../../../src/platform/graphql/enum.js';
import { markOneOf } from '../../../src/platform/graphql/one-of.js';
import { inputFrom } from '../../../src/platform/graphql/zod-input.js';
import { globalId } from '../../../src/platform/parse.js';

const Size = enumOf(['SMALL', 'LARGE'], 'Size', 'How large.', { SMALL: 'Little.', LARGE: 'Much.' });

const place = z
  .strictObject({
    town: z.string().describe('The town.'),
    postcode: z.string().nullable().default(null).describe('The postcode.'),
  })
  .describe('A place.');
const everything = z
  .strictObject({
    id: globalId.describe('Which one.'),
    name: z.string().trim().min(2).describe('Its name.'),
    shout: z
      .string()
      .transform((text) => text.toUpperCase())
      .describe('A text that is changed.'),
    tidy: z.preprocess((text) => text, z.string()).describe('A text that was changed.'),
    age: z.int().min(0).describe('Its age.'),
    count: z.number().int().optional().describe('How many.'),
    share: z.number().nullable().describe('Its share.'),
    open: z.boolean().default(false).describe('Whether it is open.'),
    from: z.iso.date().describe('The first day.'),
    at: z.date().describe('The instant.'),
    size: z.enum(Size).describe('Its size.'),
    sizes: z.array(z.enum(Size)).optional().describe('Several sizes.'),
    notes: z.array(z.string().nullable()).describe('Notes, some missing.'),
    place: place.optional().describe('Where it is.'),
    places: z.array(place).describe('Where they are.'),
  })
  .describe('Everything.');

async function schemaWith(...names: [z.ZodObject, string][]) {
  const last = names.map(([rules, name]) => inputFrom(rules, name)).pop() as ClassType;
  @Resolver()
  class Echo {
    @Query(() => String, { description: 'What was given.' })
    echo(@Arg('input', () => last, { description: 'Anything.' }) input: object): string {
      return JSON.stringify(input);
    }
  }
  return buildSchema({ resolvers: [Echo], validate: false });
}

describe('an input type from rules', () => {
  it('mirrors them: types, lists, nullability, descriptions', async () => {
    const schema = await schemaWith([place, 'Place'], [everything, 'Everything']);
    const type = schema.getType('Everything');
    if (!type) throw new Error('no type');
    const fields = printType(type)
      .split('\n')
      .filter((line) => /^ {2}\w+:/.test(line))
      .map((line) => line.trim());
    expect(fields).toEqual([
      'id: ID!',
      'name: String!',
      'shout: String!',
      'tidy: String!',
      'age: Int!',
      'count: Int',
      'share: Float',
      'open: Boolean',
      'from: LocalDate!',
      'at: DateTime!',
      'size: Size!',
      'sizes: [Size!]',
      'notes: [String]!',
      'place: Place',
      'places: [Place!]!',
    ]);
    expect(type.description).toBe('Everything.');
    expect(printType(type)).toContain('"""Its name."""\n  name: String!');
    const size = schema.getType('Size');
    expect(size && printType(size)).toBe(
      '"""How large."""\nenum Size {\n  """Little."""\n  SMALL\n\n  """Much."""\n  LARGE\n}',
    );
  });

  it('is made once for the same rules, under one name', () => {
    expect(inputFrom(place, 'Place')).toBe(inputFrom(place, 'Place'));
    expect(() => inputFrom(place, 'Other')).toThrow('already have the input type Place');
  });

  it.each<[string, z.ZodObject, string]>([
    [
      'a field without a description',
      z.object({ a: z.string() }).describe('X.'),
      'Broken.a needs a description',
    ],
    [
      'a description without a full stop',
      z.object({ a: z.string().describe('A') }).describe('X.'),
      'Broken.a needs a description',
    ],
    ['rules without a description', z.object({ a: z.string().describe('A.') }), 'Broken needs a description'],
    [
      'an enum without a name',
      z.object({ a: z.enum(['P', 'Q']).describe('A.') }).describe('X.'),
      'Broken.a: create its enum',
    ],
    [
      'an object not yet derived',
      z.object({ a: z.object({}).describe('A.') }).describe('X.'),
      'Broken.a: derive the input type',
    ],
    [
      'a list of lists',
      z.object({ a: z.array(z.array(z.string())).describe('A.') }).describe('X.'),
      'Broken.a: a array has no GraphQL type',
    ],
    [
      'anything at all',
      z.object({ a: z.unknown().describe('A.') }).describe('X.'),
      'Broken.a: a unknown has no GraphQL type',
    ],
  ])('is refused for %s, naming it', (_, rules, message) => {
    expect(() => inputFrom(rules, 'Broken')).toThrow(message);
  });
});

describe('an enum of the graph', () => {
  it('is made once for the same values, under one name', () => {
    expect(enumOf(['SMALL', 'LARGE'], 'Size', 'How large.')).toBe(Size);
    expect(() => enumOf(['SMALL', 'LARGE'], 'Extent', 'How far.')).toThrow(
      'The enum Extent has the same name or the same values as the enum Size.',
    );
    expect(() => enumOf(['SMALL', 'MIDDLING'], 'Size', 'How large.')).toThrow('as the enum Size.');
  });

  it('is another one where the program means other things by the same names', () => {
    const letters = nameEnum({ SMALL: 's', LARGE: 'l' }, 'Letter', 'How large a letter is.');
    expect(letters).toEqual({ SMALL: 's', LARGE: 'l' });
    expect(enumOf(['SMALL', 'LARGE'], 'Size', 'How large.')).toBe(Size);
  });
});

describe('@oneOf', () => {
  const reference = z
    .strictObject({
      id: z.string().optional().describe('By id.'),
      urn: z.string().optional().describe('By URN.'),
    })
    .describe('Exactly one of these.');

  it('is printed, and holds', async () => {
    const schema = await schemaWith([reference, 'Reference']);
    markOneOf(schema, ['Reference']);
    const type = schema.getType('Reference');
    expect(type && printType(type)).toContain('input Reference @oneOf {');
    const ask = (input: string) => graphql({ schema, source: `{ echo(input: ${input}) }` });
    expect((await ask('{urn: "1"}')).data).toEqual({ echo: '{"urn":"1"}' });
    for (const input of ['{}', '{id: "1", urn: "2"}', '{id: null}'])
      expect((await ask(input)).errors).toHaveLength(1);
  });

  it('is refused where it cannot be', async () => {
    const strict = z.strictObject({ must: z.string().describe('There.') }).describe('X.');
    const schema = await schemaWith([strict, 'Strict']);
    expect(() => markOneOf(schema, ['Strict'])).toThrow('Strict.must must be nullable');
    expect(() => markOneOf(schema, ['Nowhere'])).toThrow('Nowhere cannot be @oneOf: it is not an input type');
    expect(() => markOneOf(schema, ['Query'])).toThrow('Query cannot be @oneOf');
  });
});
