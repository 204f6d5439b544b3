import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { type CursorArgument, cursorSource } from '../cursor-argument.js';
import { UserProblem } from '../errors.js';
import { tryJson } from '../json.js';

/** The arguments of every connection, as Relay defines them. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    nullable: true,
    description:
      'Maximum number of items to return from the start of the list, or after the cursor `after`: 1 to 100. The default is 20. You cannot use it together with `last`.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Return items after this cursor.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Maximum number of items to return from the end of the list, or before the cursor `before`: 1 to 100. The items come in the same order as with `first`. You cannot use it together with `first`.',
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Return items before this cursor.' })
  before?: string | null;
}

/** A value that a list is sorted by. */
const cursorValue = z.union([z.string(), z.number(), z.null()]);
export type CursorValue = z.output<typeof cursorValue>;

/** An opaque cursor for these sort values. */
export function encodeCursor(values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * The values in a cursor.
 * @throws UserProblem if it is not a cursor with this number of values.
 */
export function decodeCursor(
  cursor: string,
  length: number,
  argument: CursorArgument = 'after',
): CursorValue[] {
  const values = valuesOf(cursor);
  if (values?.length === length) return values;
  throw notACursor(argument);
}

/** The problem with a cursor that does not belong to the list. */
export function notACursor(argument: CursorArgument): UserProblem {
  const message = `This is not a cursor of this list. ${cursorSource[argument]}`;
  return UserProblem.of([argument], 'INVALID_CURSOR', message);
}

const cursorValues = z.array(cursorValue);
/** Enough for a name of 200 characters in any script, escaped, with its id. */
const LONGEST_CURSOR = 4_000;

function valuesOf(cursor: string): CursorValue[] | null {
  if (cursor.length > LONGEST_CURSOR) return null;
  return tryJson(cursorValues, Buffer.from(cursor, 'base64url').toString()) ?? null;
}

/** The position of a page in its list, as Relay defines it. */
@ObjectType('PageInfo', { description: 'The position of a page in its list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, {
    description:
      'Whether there are more items after this page. If you page backwards with `last` and `before`, it is always true, even if the items after the page have been removed since.',
  })
  hasNextPage: boolean;

  @Field(() => Boolean, {
    description:
      'Whether there are more items before this page. If you page forwards with `after`, it is always true, even if the items before the page have been removed since.',
  })
  hasPreviousPage: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'Cursor of the first item on this page. Give it as `before` to get the previous page. Null if the page is empty.',
  })
  startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Cursor of the last item on this page. Give it as `after` to get the next page. Null if the page is empty.',
  })
  endCursor: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Only for results of a search: whether pages stay as they are when entries come and go between two of them. If false, cursors count results, so that one can be repeated or left out. Null for other lists, which always stay.',
  })
  stable?: boolean | null;
}

/** What to call the nodes of a list in descriptions. */
export interface NodeNouns {
  /** With its article: "a book", "a piece of news". */
  readonly one: string;
  /** Without one: "books", "pieces of news". */
  readonly many: string;
}

/** Creates `XConnection` and `XEdge` for a node type. */
export function connectionOf<T extends object>(
  node: ClassType<T>,
  name: string,
  { one, many }: NodeNouns,
): ClassType<object> {
  @ObjectType(`${name}Edge`, {
    description: `${one.replace(/^a/, 'A')} in a list, with its cursor.`,
    simpleResolvers: true,
  })
  class Edge {
    @Field(() => String, {
      description:
        'Cursor of this item. Give it as `after` to get the items after it, or as `before` to get the items before it.',
    })
    cursor: string;

    @Field(() => node, { description: one.replace(/^an? (.*)$/, 'The $1.') })
    node: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${many}.` })
  class Connection {
    @Field(() => [Edge], { description: 'The items on this page, each with its cursor.', simple: true })
    edges: Edge[];

    @Field(() => [node], { description: 'The items on this page, without cursors.', simple: true })
    nodes: T[];

    @Field(() => PageInfo, { description: 'The position of this page in the list.', simple: true })
    pageInfo: PageInfo;

    countAll: () => number | Promise<number>;

    @Field(() => Int, {
      description: 'Number of items in the whole list. The hub counts them only if you ask for this field.',
    })
    totalCount(): number | Promise<number> {
      return this.countAll();
    }
  }
  return Connection;
}
