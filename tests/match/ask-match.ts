import type { TestHub } from '../support/hub.js';

/** One part of a score, as the tests look at it. */
interface Part {
  readonly kind: string;
  readonly verdict: string;
  readonly value: number | null;
  readonly weight: number;
  readonly points: number;
  readonly isHard: boolean;
  readonly sentence: string;
}

/** One offering that was matched. */
interface Match {
  readonly offering: { readonly id: string; readonly title: string };
  readonly provider: { readonly name: string } | null;
  readonly site: { readonly name: string } | null;
  readonly distanceMetres: number | null;
  readonly reachedBy: string | null;
  readonly score: number;
  readonly scoreAtLeast: number;
  readonly scoreAtMost: number;
  readonly parts: readonly Part[];
  readonly nextVacancy: {
    readonly id: string;
    readonly availableFrom: string;
    readonly freshness: string;
  } | null;
  readonly listingSentence: string;
}

/** What can be put right. */
interface UserError {
  readonly field: readonly string[] | null;
  readonly code: string;
  readonly message: string;
}

/** Everything a match answers. */
export interface MatchResults {
  readonly disclaimer: string;
  readonly algorithmVersion: string;
  readonly order: string;
  readonly considered: number;
  readonly totalCount: number;
  readonly understood: {
    readonly place: { readonly label: string } | null;
    readonly area: string | null;
    readonly radiusMetres: number | null;
    readonly hard: readonly string[];
  } | null;
  readonly matches: readonly Match[];
  readonly nearMisses: readonly {
    readonly kind: string;
    readonly count: number;
    readonly sentence: string;
  }[];
  readonly userErrors: readonly UserError[];
}

/** Everything a comparison answers. */
export interface Comparison {
  readonly disclaimer: string;
  readonly algorithmVersion: string;
  readonly matches: readonly Match[];
  readonly rows: readonly {
    readonly kind: string;
    readonly weight: number;
    readonly isHard: boolean;
    readonly cells: readonly Part[];
  }[];
  readonly terms: readonly { readonly kind: string; readonly cells: readonly (string | null)[] }[];
  readonly userErrors: readonly UserError[];
}

const PART = 'kind verdict value weight points isHard sentence';
const MATCH = `offering { id title } provider { name } site { name } distanceMetres reachedBy score scoreAtLeast scoreAtMost
  parts { ${PART} } nextVacancy { id availableFrom freshness } listingSentence`;
const ABOUT = 'disclaimer algorithmVersion userErrors { field code message }';

const MATCH_QUERY = `query Match($profile: MatchProfile!, $first: Int! = 50) {
  match(profile: $profile, first: $first) {
    ${ABOUT} order considered totalCount understood { place { label } area radiusMetres hard }
    matches { ${MATCH} } nearMisses { kind count sentence }
  }
}`;
const COMPARE_QUERY = `query Compare($offerings: [ID!]!, $profile: MatchProfile!) {
  compare(offerings: $offerings, profile: $profile) {
    ${ABOUT} matches { ${MATCH} } rows { kind weight isHard cells { ${PART} } } terms { kind cells }
  }
}`;

/** Matches through the real server; only user errors are allowed. */
export async function askMatch(hub: TestHub, profile: object, first?: number): Promise<MatchResults> {
  const { data, errors } = await hub.query<{ match: MatchResults }>(MATCH_QUERY, { profile, first });
  expect(errors).toBeUndefined();
  return data.match;
}

/** Matches something that can be carried out. */
export async function matched(hub: TestHub, profile: object, first?: number): Promise<MatchResults> {
  const results = await askMatch(hub, profile, first);
  expect(results.userErrors).toEqual([]);
  return results;
}

/** The titles of what a profile is matched with, best first. */
export async function matchedTitles(hub: TestHub, profile: object): Promise<string[]> {
  return (await matched(hub, profile)).matches.map(({ offering }) => offering.title);
}

/** Compares through the real server; only user errors are allowed. */
export async function askCompare(
  hub: Pick<TestHub, 'query'>,
  offerings: readonly string[],
  profile: object,
): Promise<Comparison> {
  const { data, errors } = await hub.query<{ compare: Comparison }>(COMPARE_QUERY, { offerings, profile });
  expect(errors).toBeUndefined();
  return data.compare;
}
