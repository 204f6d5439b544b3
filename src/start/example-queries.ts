import { dateOfEpochDay, epochDay } from '../platform/clock.js';

/** A query that the explorer offers in a tab. */
export interface ExampleQuery {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The date six weeks after a day: about when the next term begins, whatever today is. */
export function inSixWeeks(today: string): string {
  return dateOfEpochDay(epochDay(today) + 42);
}

/** Ready queries for the demonstration data; dates lie ahead of `today` (yyyy-mm-dd). */
export function exampleQueries(today: string): ExampleQuery[] {
  const by = inSixWeeks(today);
  return [
    {
      name: 'Nearby, with a place',
      query: `# Offerings within 25 km of NR21 9AA for SEMH, key stage 3, with a place open in six weeks at the latest
query Nearby($postcode: String!, $by: LocalDate!) {
  search(
    near: { place: { postcode: $postcode }, within: { km: 25 } }
    filter: { needs: { anyOf: ["SEMH"] }, keyStages: { anyOf: ["KS3"] }, vacancy: { by: $by } }
    first: 5
  ) {
    totalCount
    understood { place { label precision district { name } } }
    hits {
      distanceMetres
      reachedBy
      offering { title tier { label } isDemonstration }
      provider { name }
      site { name town }
      nextVacancy { placesBand availableFrom freshness }
      matchedBecause { sentence }
    }
    wider { radiusMetres count }
    userErrors { field code message }
  }
}`,
      variables: { postcode: 'NR21 9AA', by },
    },
    {
      name: 'Needs match',
      query: `# Which offerings fit best, and why, part by part; what is unknown is said and never counted as unmet
query NeedsMatch($profile: MatchProfile!) {
  match(profile: $profile, first: 5) {
    disclaimer
    algorithmVersion
    considered
    totalCount
    matches {
      score
      parts { kind verdict points weight sentence }
      offering { title }
      provider { name }
      distanceMetres
      reachedBy
      nextVacancy { placesBand availableFrom freshness }
      listingBasis
    }
    nearMisses { kind count sentence }
    userErrors { field code message }
  }
}`,
      variables: {
        profile: {
          needs: [{ code: 'SEMH', weight: 3 }, { code: 'ASD' }],
          circumstances: ['EBSA'],
          yearGroup: 8,
          tier: 'TIER_2',
          startBy: by,
          daysPerWeek: 3,
          near: { place: { schoolUrn: '000101' }, within: { km: 25 } },
          referralRoute: 'SCHOOL_DIRECT',
        },
      },
    },
    {
      name: 'In your own words',
      query: `# "School refusal" is understood as emotionally based school avoidance; the typing mistake is forgiven
query InYourOwnWords($text: String!) {
  search(text: $text, near: { place: { name: "Norwich" } }, sort: DISTANCE, first: 5) {
    totalCount
    understood { concepts { said label explanation } words }
    hits { distanceMetres reachedBy offering { title } matchedBecause { kind sentence } }
    userErrors { message }
  }
}`,
      variables: { text: 'shcool refusal' },
    },
    {
      name: 'While they type',
      query: `# What a search box offers: type more or less, with mistakes, or a postcode; each suggestion says what to do with it
query WhileTheyType($text: String!) {
  suggest(text: $text, first: 10) {
    suggestions {
      kind
      label
      detail
      alsoCalled
      isDemonstration
      near { name postcode schoolUrn district planningArea point { latitude longitude } }
      filter { field value }
    }
    userErrors { field code message }
  }
}`,
      variables: { text: 'norw' },
    },
    {
      name: 'From a school, with facets',
      query: `# From a demonstration school (by URN); counts to narrow the search by
query FromASchool($urn: String!) {
  search(
    near: { place: { schoolUrn: $urn }, within: { miles: 15 } }
    filter: { tier: { anyOf: ["TIER_2"] }, beforeExclusion: true }
    facets: { fields: [NEEDS, KEY_STAGES, DISTRICT, DAYS] }
    first: 5
  ) {
    totalCount
    understood { place { label precision } }
    facets { name values { value label count } }
    hits { distanceMetres offering { title referralRoutes { label } responseDays } }
    userErrors { message }
  }
}`,
      variables: { urn: '000101' },
    },
    {
      name: 'One provider, whole',
      query: `query WholeProvider($urn: String!) {
  provider(by: { urn: $urn }) {
    id
    name
    settingType { label }
    registration { label }
    localAuthority { name }
    contacts { role email }
    sites { nodes { name town outcode district { name } planningArea { name } } }
    offerings {
      totalCount
      nodes {
        title
        primaryNeeds { label }
        typicalWeeks
        vacancies { placesBand availableFrom freshness }
      }
    }
  }
}`,
      variables: { urn: '000001' },
    },
    {
      name: 'Open vacancies',
      query: `# What a partner app reads page by page: give endCursor as $after for the next page
query OpenVacancies($after: String) {
  vacancies(filter: { open: true, localAuthority: "926" }, first: 10, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      version
      placesBand
      unit { label }
      availableFrom
      minYear
      maxYear
      confirmedAt
      freshness
      offering { id title provider { name } }
    }
  }
}`,
      variables: { after: null },
    },
    {
      name: 'Code lists',
      query: `query CodeLists {
  needs: codeList(name: NEED) { code label description source validFrom validTo }
  tiers: codeList(name: TIER) { code label description source }
  concepts { id label phrases }
}`,
    },
  ];
}
