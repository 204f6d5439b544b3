import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { invalid, UserProblem } from '../errors.js';
import { tryJson } from '../json.js';
import { DEFAULT_PAGE } from './cost.js';

const LARGEST_PAGE = 100;

/** Arguments of every connection. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, { defaultValue: DEFAULT_PAGE, description: 'How many, 1 to 100.' })
  first: number;

  @Field(() => String, { nullable: true, description: 'The cursor after which the page begins.' })
  after?: string | null;
}

/** The size of a page; 20 when none is given. @throws UserProblem naming the bounds. */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? DEFAULT_PAGE;
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST_PAGE) return size;
  throw new UserProblem([invalid(['first'], `first must be from 1 to ${LARGEST_PAGE}, not ${size}.`)]);
}

/** A value that a list is ordered by. */
const cursorValue = z.union([z.string(), z.number(), z.null()]);
export type CursorValue = z.output<typeof cursorValue>;

/** An opaque cursor that stands for these values of an order. */
export function encodeCursor(values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values behind a cursor. @throws UserProblem when it is no cursor of so many values. */
export function decodeCursor(cursor: string, length: number): CursorValue[] {
  const values = valuesOf(cursor);
  if (values?.length === length) return values;
  throw notACursor();
}

/** What to tell somebody whose cursor stands for nothing in the list. */
export function notACursor(): UserProblem {
  const message = 'This is not a cursor of this list. Use `endCursor` of the page before.';
  return UserProblem.of(['after'], 'INVALID_CURSOR', message);
}

const cursorValues = z.array(cursorValue);
/** A name of 200 characters in any script, escaped, with its id. */
const LONGEST_CURSOR = 4_000;

function valuesOf(cursor: string): CursorValue[] | null {
  if (cursor.length > LONGEST_CURSOR) return null;
  return tryJson(cursorValues, Buffer.from(cursor, 'base64url').toString()) ?? null;
}

/** Where a page stands in its list (Relay). */
@ObjectType('PageInfo', { description: 'Where a page stands in its list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there are more after this page.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Whether there are some before this page.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first on this page.' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last on this page.' })
  endCursor: string | null;
}

/** Makes `XConnection` and `XEdge` for a node type. */
export function connectionOf<T extends object>(node: ClassType<T>, name: string): ClassType<object> {
  @ObjectType(`${name}Edge`, { description: `A ${name} in a list, with its cursor.`, simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: 'Give it as `after` to begin behind this one.' })
    cursor: string;

    @Field(() => node, { description: `The ${name}.` })
    node: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}s.` })
  class Connection {
    @Field(() => [Edge], { description: 'This page, with cursors.', simple: true })
    edges: Edge[];

    @Field(() => [node], { description: 'This page, without cursors.', simple: true })
    nodes: T[];

    @Field(() => PageInfo, { description: 'Where this page stands.', simple: true })
    pageInfo: PageInfo;

    countAll: () => number | Promise<number>;

    @Field(() => Int, { description: 'How many there are in all; counted only when asked for.' })
    totalCount(): number | Promise<number> {
      return this.countAll();
    }
  }
  return Connection;
}
