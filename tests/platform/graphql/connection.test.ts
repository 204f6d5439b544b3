import 'reflect-metadata';
import fc from 'fast-check';
import { graphql, isObjectType } from 'graphql';
import { Args, buildSchema, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { UserProblem } from '../../../src/platform/errors.js';
import {
  connectionOf,
  decodeCursor,
  encodeCursor,
  PageArguments,
} from '../../../src/platform/graphql/connection.js';
import { pageSize } from '../../../src/platform/page-size.js';

describe('the size of a page', () => {
  it('is 20 unless given, from 1 to 100', () => {
    expect([undefined, null, 1, 100].map((first) => pageSize({ first }).size)).toEqual([20, 20, 1, 100]);
  });

  it('is counted from the end by last, in the same bounds, and from one end only', () => {
    expect(pageSize({ last: 3 })).toEqual({ size: 3, isBackwards: true });
    expect(pageSize({ first: null, last: null })).toEqual({ size: 20, isBackwards: false });
    expect(() => pageSize({ last: 0 })).toThrow('last must be from 1 to 100, not 0.');
    expect(() => pageSize({ first: 1, last: 1 })).toThrow('Give `first` or `last`, not both');
  });

  it.each([0, -1, 101, 1.5, Number.NaN])('is not %d, and the refusal names the bounds', (first) => {
    expect(() => pageSize({ first })).toThrow(UserProblem);
    expect(() => pageSize({ first })).toThrow(`first must be from 1 to 100, not ${first}.`);
  });
});

describe('cursors', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null));

  it('hold any values, and can be part of an address', () => {
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const cursor = encodeCursor(values);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(decodeCursor(cursor, values.length)).toEqual(values);
      }),
    );
  });

  it.each([
    ['no cursor', 'hello'],
    ['empty', ''],
    ['of another list', encodeCursor(['a'])],
    ['a text', Buffer.from('"ab"').toString('base64url')],
    ['an object', Buffer.from('{"length":2}').toString('base64url')],
    ['made of objects', Buffer.from('[{},[]]').toString('base64url')],
  ])('are refused when %s', (_, cursor) => {
    const refused = () => decodeCursor(cursor, 2);
    expect(refused).toThrow(UserProblem);
    expect(refused).toThrow('This is not a cursor of this list.');
  });
});

describe('a connection', () => {
  it('has edges, nodes and page information, and counts only when it is asked to', async () => {
    @ObjectType({ description: 'A thing.', simpleResolvers: true })
    class Thing {
      @Field(() => String, { description: 'Its name.' })
      name: string;
    }
    const ThingConnection = connectionOf(Thing, 'Thing', { one: 'a thing', many: 'things' });
    let counted = 0;
    @Resolver()
    class Things {
      @Query(() => ThingConnection, { description: 'Things.' })
      things(@Args() { first, after }: PageArguments): object {
        const nodes = ['a', 'b', 'c'].map((name) => ({ name })).slice(0, first ?? 3);
        return {
          nodes,
          edges: nodes.map((node) => ({ node, cursor: encodeCursor([node.name]) })),
          pageInfo: {
            hasNextPage: nodes.length < 3,
            hasPreviousPage: Boolean(after),
            startCursor: null,
            endCursor: null,
          },
          countAll: async () => {
            counted++;
            return 3;
          },
        };
      }
    }
    const schema = await buildSchema({ resolvers: [Things], validate: false });
    const ask = async (source: string) => JSON.parse(JSON.stringify(await graphql({ schema, source })));

    const page = await ask(
      '{ things(first: 2) { nodes { name } edges { cursor node { name } } pageInfo { hasNextPage endCursor } } }',
    );
    expect(page).toEqual({
      data: {
        things: {
          nodes: [{ name: 'a' }, { name: 'b' }],
          edges: [
            { cursor: encodeCursor(['a']), node: { name: 'a' } },
            { cursor: encodeCursor(['b']), node: { name: 'b' } },
          ],
          pageInfo: { hasNextPage: true, endCursor: null },
        },
      },
    });
    expect(counted).toBe(0);
    expect(await ask('{ things { totalCount } }')).toEqual({ data: { things: { totalCount: 3 } } });
    expect(counted).toBe(1);
    for (const name of ['ThingConnection', 'ThingEdge', 'PageInfo', 'Query']) {
      const type = schema.getType(name);
      if (!type) throw new Error(`no ${name}`);
      const described = isObjectType(type) ? [type, ...Object.values(type.getFields())] : [type];
      const undescribed = described.filter(
        ({ name, description }) => name !== 'Query' && !description?.endsWith('.'),
      );
      expect(undescribed).toEqual([]);
    }
  });
});
