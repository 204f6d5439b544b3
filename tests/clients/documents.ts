import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { projectRoot } from '../../src/platform/project-root.js';

/** The schema, as GET /schema.graphql serves it. */
export const schema = buildSchema(readFileSync(join(projectRoot, 'schema/schema.graphql'), 'utf8'));

/** A list of the graph that clients read page by page. */
export interface PagedList {
  /** The field of Query. */
  readonly field: string;
  /** Its own arguments, besides `first` and `after`; nothing when there are none. */
  readonly args?: string;
  /** What is read of each node. */
  readonly node: string;
}

/** The lists that every client reads whole. Each is a connection, and the ids in it are its nodes' own. */
export const pagedLists: readonly PagedList[] = [
  { field: 'offerings', node: 'id title provider { id name } sites(first: 2) { nodes { id town } }' },
  { field: 'providers', node: 'id name localAuthority { code name }' },
  { field: 'vacancies', node: 'id placesBand offering { id title }' },
  { field: 'search', args: 'sort: NAME', node: 'offering { id title } site { id name }' },
];

export const PAGE = 30;

/** The operation that reads a page of a list; `directives` go on the field. */
export function pageOf({ field, args = '', node }: PagedList, name: string, directives = ''): string {
  return `query ${name}($first: Int!, $after: String) {
  ${field}(first: $first, after: $after${args && `, ${args}`})${directives} {
    totalCount
    edges { cursor node { __typename ${node} } }
    pageInfo { hasNextPage endCursor }
  }
}`;
}

/** Refetches any object. */
export const nodeOf = (name: string) => `query ${name}($id: ID!) {
  node(id: $id) { __typename id ... on Offering { title } }
}`;

/** Is told by `userErrors` what is wrong: the data comes all the same. */
export const userErrorOf = (name: string) => `query ${name} {
  search(near: { place: { postcode: "ZZ99 9ZZ" } }, first: 1) { totalCount userErrors { field code message } }
}`;

/** Fails as a whole, with an error next to it. */
export const failedOf = (name: string) => `query ${name} {
  offerings(first: 1000) { totalCount }
}`;

/** The error of a client in one form. */
export interface ShownError {
  readonly message: string;
  readonly code: unknown;
}

/** A page of a list as clients give it. */
export interface Page {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: { readonly id: string; readonly title?: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** What `search` says in `userErrors`. */
export interface Searched {
  readonly search: {
    readonly userErrors: readonly { readonly code: string; readonly message: string }[];
  };
}

/** A client in use, over a store of its own. */
export interface TestedClient {
  /** Reads every page, and then the list from the store alone. */
  readWhole(list: PagedList): Promise<Page>;
  /** The list as the store has it now, without asking the hub. */
  stored(list: PagedList): Promise<Page>;
  /** Reads an object again by its id. */
  refetch(id: string): Promise<unknown>;
  /** The code of the first of `userErrors`. */
  userError(): Promise<string | undefined>;
  /** What the client makes of an operation that fails. */
  failure(): Promise<ShownError>;
}

/** Starts a client; each request goes out with these headers. */
export type StartClient = (
  url: string,
  headers?: Record<string, string>,
) => Promise<TestedClient> | TestedClient;
