// cspell:ignore shcool norw
import type { Role } from '../features/identity/permissions.js';
import { dateOfEpochDay, epochDay } from '../platform/clock.js';

/** A query that the explorer offers in a tab. */
export interface ExampleQuery {
  /** The role that the query is for; left out if it is for anyone. */
  readonly role?: Role;
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The date six weeks after a day: about when the next term begins, on any day of the year. */
export function inSixWeeks(today: string): string {
  return dateOfEpochDay(epochDay(today) + 42);
}

/** Queries that are ready to run on the demonstration data, with dates after `today` (yyyy-mm-dd). */
export function exampleQueries(today: string): ExampleQuery[] {
  const by = inSixWeeks(today);
  return [
    {
      name: 'Nearby, with a place',
      query: `# Offerings within 25 km of NR21 9AA for SEMH and key stage 3, with a place open within six weeks
query Nearby($postcode: String!, $by: LocalDate!) {
  search(
    near: { place: { postcode: $postcode }, within: { km: 25 } }
    filter: { needs: { anyOf: ["SEMH"] }, keyStages: { anyOf: ["KS3"] }, vacancy: { availableBy: $by } }
    first: 5
  ) {
    totalCount
    understood { place { label precision district { name } } }
    nodes {
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
      query: `# The offerings that fit best, and why. Unknown facts are shown, and never count against an offering
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
      listingSentence
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
      query: `# The hub corrects the typing mistake, and understands "school refusal" as emotionally based school avoidance
query InYourOwnWords($text: String!) {
  search(text: $text, near: { place: { name: "Norwich" } }, sort: DISTANCE, first: 5) {
    totalCount
    understood { concepts { said label explanation } words }
    nodes { distanceMetres reachedBy offering { title } matchedBecause { kind sentence } }
    userErrors { message }
  }
}`,
      variables: { text: 'shcool refusal' },
    },
    {
      name: 'While they type',
      query: `# Suggestions for a search box. Type a few letters, a postcode, or a mistake. Each suggestion says how to use it
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
      query: `# From a demonstration school (by URN), with counts for narrowing the search
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
    nodes { distanceMetres offering { title referralRoutes { label } responseDays } }
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
      query: `# For a partner app, page by page: give endCursor as $after to get the next page
query OpenVacancies($after: String) {
  vacancies(filter: { open: true, localAuthority: { anyOf: ["926"] } }, first: 10, after: $after) {
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
  needs: codeList(name: NEEDS) { code label description source validFrom validTo }
  tiers: codeList(name: TIER) { code label description source }
  concepts { key label phrases }
}`,
    },
    {
      name: 'As a school: exact places, prices and contacts',
      role: 'school',
      query: `# Choose "a school" at the top, or enter an API key of a school
query AsASchool {
  vacancies(filter: { open: true }, first: 5) {
    nodes {
      placesAvailable
      availableFrom
      offering {
        title
        price { pence unit { label } }
        provider { name contacts(audience: SCHOOL) { role email telephone } }
      }
    }
  }
}`,
    },
    {
      name: 'As an editor of one provider: its own entries',
      role: 'provider_editor',
      query: `# Choose "an editor of one provider" at the top, or enter an API key of an editor
query AsAnEditor {
  register(first: 10) {
    totalCount
    nodes { kind name state steps version changeRequests { id state } }
  }
}`,
    },
    {
      name: 'As a commissioner: what needs attention',
      role: 'commissioner',
      query: `# Choose "a commissioner in Norfolk" at the top, or enter a token of a commissioner
query AsACommissioner {
  registerOverview(localAuthority: "926") {
    waitingEntries
    openChangeRequests
    states { kind state count }
    vacancies { confirmed ageing stale unknown }
  }
  register(sort: STATE_SINCE_ASC, first: 5) {
    nodes { kind name state stateSince steps lastStep { at actor reason } }
  }
}`,
    },
    {
      name: 'As a partner: the whole directory, page by page',
      role: 'partner',
      query: `# Choose "a partner" at the top, or enter your API key. Give endCursor as $after to get the next page
query AsAPartner($after: String) {
  providers(first: 10, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      version
      updatedAt
      name
      sites(first: 5) { nodes { id street town postcode latitude longitude } }
    }
  }
}`,
      variables: { after: null },
    },
  ];
}
