import type { TestHub } from '../support/hub.js';

/** One result, as the tests look at it. */
export interface Hit {
  readonly offering: { readonly id: string; readonly title: string };
  readonly provider: { readonly id: string; readonly name: string } | null;
  readonly site: { readonly id: string; readonly name: string } | null;
  readonly distanceMetres: number | null;
  readonly reachedBy: 'SITE' | 'AREA' | null;
  readonly matchedNeeds: readonly { readonly code: string }[];
  readonly matchedBecause: readonly { readonly kind: string; readonly sentence: string }[];
  readonly nextVacancy: { readonly id: string; readonly availableFrom: string } | null;
  readonly others: readonly {
    readonly offering: { readonly id: string };
    readonly site: { readonly id: string } | null;
    readonly distanceMetres: number | null;
  }[];
}

/** A place that a search understood. */
export interface UnderstoodPlace {
  readonly label: string;
  readonly precision: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly school: { readonly urn: string } | null;
}

/** Everything a search answers. */
export interface Results {
  readonly totalCount: number;
  readonly hits: readonly Hit[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
    readonly stable: boolean | null;
  };
  readonly understood: {
    readonly place: UnderstoodPlace | null;
    readonly area: string | null;
    readonly radiusMetres: number | null;
    readonly concepts: readonly {
      readonly said: string;
      readonly label: string;
      readonly isRequired: boolean;
    }[];
    readonly words: readonly string[];
    readonly ignoredWords: readonly string[];
  } | null;
  readonly facets: readonly {
    readonly name: string;
    readonly values: readonly { readonly value: string; readonly label: string; readonly count: number }[];
  }[];
  readonly wider: readonly { readonly radiusMetres: number; readonly count: number }[];
  readonly userErrors: readonly {
    readonly field: readonly string[] | null;
    readonly code: string;
    readonly message: string;
  }[];
}

/** What a search can be asked. */
export interface Question {
  readonly text?: string | null;
  readonly placeInText?: boolean;
  readonly near?: object | null;
  readonly filter?: object | null;
  readonly sort?: string | null;
  readonly groupBy?: string;
  readonly facets?: object | null;
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** A search for everything that the tests look at. */
export const SEARCH = `query ($text: String, $placeInText: Boolean, $near: NearInput, $filter: SearchFilter, $sort: SearchSort,
    $groupBy: SearchGrouping, $facets: FacetRequest, $first: Int, $after: String, $last: Int, $before: String) {
  search(text: $text, placeInText: $placeInText, near: $near, filter: $filter, sort: $sort, groupBy: $groupBy, facets: $facets, first: $first, after: $after, last: $last, before: $before) {
    totalCount
    hits: nodes {
      offering { id title } provider { id name } site { id name } distanceMetres reachedBy
      matchedNeeds { code } matchedBecause { kind sentence } nextVacancy { id availableFrom }
      others { offering { id } site { id } distanceMetres }
    }
    pageInfo { hasNextPage startCursor endCursor stable }
    understood {
      place { label precision latitude longitude school { urn } }
      area radiusMetres concepts { said label isRequired } words ignoredWords
    }
    facets { name values { value label count } }
    wider { radiusMetres count }
    userErrors { field code message }
  }
}`;

/** A hub as a caller uses it. */
export type Asked = Pick<TestHub, 'query'>;

/** A hub as a school asks it, which sees exact prices and numbers of places. */
export async function asSchool(hub: TestHub): Promise<Asked> {
  return { query: await hub.as('school') };
}

/** Searches, and answers whatever comes back but for errors, which there must be none of. */
export async function ask(hub: Asked, question: Question): Promise<Results> {
  const { data, errors } = await hub.query<{ search: Results }>(SEARCH, { ...question });
  expect(errors).toBeUndefined();
  return data.search;
}

/** Searches for something that can be carried out. */
export async function found(hub: Asked, question: Question): Promise<Results> {
  const results = await ask(hub, question);
  expect(results.userErrors).toEqual([]);
  return results;
}

/** The titles of what a search finds, in its order. */
export async function titles(hub: Asked, question: Question): Promise<string[]> {
  return (await found(hub, question)).hits.map(({ offering }) => offering.title);
}

/** The one problem that a search names instead of an answer. */
export async function refused(hub: Asked, question: Question): Promise<Results['userErrors'][number]> {
  const { userErrors, hits, totalCount } = await ask(hub, question);
  expect({ hits, totalCount, problems: userErrors.length }).toEqual({ hits: [], totalCount: 0, problems: 1 });
  return userErrors[0]!;
}
