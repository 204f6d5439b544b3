import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf, nameEnum } from '../../platform/graphql/enum.js';
import { userErrorType } from '../../platform/graphql/user-error.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { OfferingType } from '../offering/offering.type.js';
import { boxInput, pointInput } from '../place/place.rules.js';
import { SiteType } from '../provider/provider.type.js';
import { searchFields } from './search.fields.js';
import {
  distanceInput,
  facetNames,
  nearInput,
  searchGroupings,
  searchPlace,
  searchSorts,
} from './search.rules.js';

inputFrom(pointInput, 'PointInput');
inputFrom(boxInput, 'BoxInput');
inputFrom(searchPlace, 'SearchPlace');
inputFrom(distanceInput, 'Distance');
/** Where to search, as a GraphQL input. */
export const NearInput = inputFrom(nearInput, 'NearInput');

/** The facets, as a GraphQL enum whose values are names of fields. */
export const FacetName = nameEnum(
  facetNames,
  'FacetName',
  'A field whose values can be counted.',
  Object.fromEntries(
    Object.entries(facetNames).map(([name, field]) => {
      const described = searchFields[field];
      return [name, 'about' in described ? `${described.about}.` : ''];
    }),
  ),
);

/** The orders, as a GraphQL enum. */
export const SearchSortName = enumOf(
  searchSorts,
  'SearchSort',
  'Orders of search results. Results that are equal are sorted by id.',
  {
    RELEVANCE: 'Best match with the text first.',
    DISTANCE:
      'Nearest first. Needs a place to measure from. Provision without a distance, such as outreach or online, comes last.',
    SOONEST_VACANCY: 'Earliest open vacancy first.',
    PRICE:
      'Lowest price of a day first; offerings without a price come last. Without the permission place.exact, sorted by price band.',
    NAME: 'By the title of the offering, A to Z.',
  },
);

/** How a hit can be reached, as a GraphQL enum. */
export const ReachedBy = enumOf(
  ['SITE', 'AREA'],
  'ReachedBy',
  'How an offering can be reached from the place or area searched.',
  {
    SITE: 'Its site is within the distance or area.',
    AREA: 'Staff come to the pupil, or it is online, and it serves the area.',
  },
);

/** What counts as one result, as a GraphQL enum. */
export const SearchGrouping = enumOf(
  searchGroupings,
  'SearchGrouping',
  'What counts as one result. The total, pages, facets and `wider` count results in this sense.',
  {
    OFFERING: 'Each offering once, at its nearest site that matches. `others` has its other sites.',
    PROVIDER:
      'Each provider once, with its best offering at its nearest site. `others` has its other offerings and sites.',
    NONE: 'Each offering once for each of its sites that matches.',
  },
);

const MatchKind = enumOf(
  ['CONCEPT', 'WORDS', 'PLACE', 'YEARS', 'NEED', 'AREA', 'VACANCY'],
  'MatchKind',
  'What a reason is about.',
  {
    CONCEPT: 'The text names a concept that the offering stands for.',
    WORDS: 'The offering contains words of the text, or similar words.',
    PLACE: 'The offering is at or near the place that the text names.',
    YEARS: 'The offering takes the years or age that the text names.',
    NEED: 'The offering caters for needs that the filter asks for.',
    AREA: 'The offering comes to the pupil or is online, and serves the area.',
    VACANCY: 'The offering has an open vacancy that the filter asks for.',
  },
);

@ObjectType('MatchReason', { description: 'A reason why a hit was found.', simpleResolvers: true })
export class MatchReasonType {
  @Field(() => MatchKind, { description: 'What the reason is about.' })
  kind: keyof typeof MatchKind;

  @Field(() => String, { description: 'The reason in plain sentences, to show to people.' })
  sentence: string;
}

@ObjectType('SearchHit', {
  description:
    'An offering found at one of its sites, with facts about this search, such as the distance. What else belongs to this result, such as the offering’s other sites, is in `others`. A hit has no id, because it belongs to one search.',
  simpleResolvers: true,
})
export class SearchHitType {
  @Field(() => OfferingType, { description: 'The offering that was found.' })
  offering: OfferingType;

  @Field(() => SiteType, { nullable: true, description: 'The site; null if the offering has no site.' })
  site: SiteType | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Metres in a straight line from the place searched from to `Site.publicPosition` (haversine, R = 6,371,000 m); null if there is no place, no site or no position.',
  })
  distanceMetres: number | null;

  @Field(() => ReachedBy, {
    nullable: true,
    description: 'How the offering can be reached; null if no place or area was given.',
  })
  reachedBy: keyof typeof ReachedBy | null;
}

@ObjectType('SearchHitOther', {
  description:
    'Another offering and site that match the search and belong to the same result. It has no id, because it belongs to one search.',
  simpleResolvers: true,
})
export class SearchHitOtherType {
  @Field(() => OfferingType, { description: 'The offering. If results are offerings, that of the hit.' })
  offering: OfferingType;

  @Field(() => SiteType, { nullable: true, description: 'The site; null if the offering has no site.' })
  site: SiteType | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Metres in a straight line, as in `SearchHit.distanceMetres`; null for the same reasons.',
  })
  distanceMetres: number | null;
}

@ObjectType('FacetValue', {
  description: 'A value of a facet, and how many results have it.',
  simpleResolvers: true,
})
export class FacetValueType {
  @Field(() => String, { description: 'The value to filter by: a code, or the id of a planning area.' })
  value: string;

  @Field(() => String, { description: 'The text to show for the value.' })
  label: string;

  @Field(() => Int, { description: 'The number of results with this value.' })
  count: number;
}

@ObjectType('Facet', { description: 'The values that a field has in the results.', simpleResolvers: true })
export class FacetType {
  @Field(() => FacetName, { description: 'The field that was counted.' })
  name: string;

  @Field(() => [FacetValueType], {
    description:
      'Up to 200 values, most frequent first. If the facet is searched, up to 100 values, best fit first.',
  })
  values: FacetValueType[];
}

@ObjectType('WiderSearch', {
  description: 'A larger radius that would find more results.',
  simpleResolvers: true,
})
export class WiderSearchType {
  @Field(() => Int, { description: 'The radius in metres.' })
  radiusMetres: number;

  @Field(() => Int, { description: 'The number of results that it would find.' })
  count: number;
}

const SearchDegradationCode = enumOf(
  ['ENGINE_FAILOVER', 'STALE'],
  'SearchDegradationCode',
  'A way in which results can be worse than usual, although they are correct.',
  {
    ENGINE_FAILOVER: 'The main search engine was not available, so the built-in one was used.',
    STALE: 'An earlier search included newer changes than this one.',
  },
);

@ObjectType('SearchDegradation', {
  description: 'A way in which the results are worse than usual.',
  simpleResolvers: true,
})
export class SearchDegradationType {
  @Field(() => SearchDegradationCode, { description: 'What kind of degradation this is.' })
  code: keyof typeof SearchDegradationCode;

  @Field(() => String, { description: 'What it means for the reader, in plain sentences to show.' })
  sentence: string;
}

@ObjectType('SearchMeta', {
  description: 'Which search engine the results come from, and how up to date they are.',
  simpleResolvers: true,
})
export class SearchMetaType {
  @Field(() => String, { description: 'The name of the search engine that was used.' })
  engine: string;

  @Field(() => String, {
    description: 'The index that was used. A cursor is valid as long as this stays the same.',
  })
  generation: string;

  @Field(() => Int, {
    description:
      'The number of the last change to the register that the results include; 0 if there has been none.',
  })
  appliedChange: number;

  @Field(() => Int, {
    description: 'The number of known changes to the register that the results do not include yet.',
  })
  changesBehind: number;

  @Field(() => Int, {
    description: 'Milliseconds since the first of those changes became known; 0 if there are none.',
  })
  lagMilliseconds: number;

  @Field(() => [SearchDegradationType], {
    description: 'Ways in which the results are worse than usual; empty if there are none.',
  })
  degraded: SearchDegradationType[];
}

/** What was wrong with a search. */
export const SearchUserErrorType = userErrorType('Search', 'a search');

@ObjectType('SearchHitEdge', { description: 'A hit with its cursor.', simpleResolvers: true })
export class SearchHitEdgeType {
  @Field(() => String, {
    description:
      'The cursor of this hit. Use it as `after` to get the hits that follow, or as `before` to get those that precede.',
  })
  cursor: string;

  @Field(() => SearchHitType, { description: 'The hit itself.' })
  node: SearchHitType;
}

@ObjectType('SearchHitConnection', {
  description:
    'A page of search results, with facts about the whole search. A listing is not an endorsement: commissioners must make their own checks.',
  simpleResolvers: true,
})
export class SearchHitConnectionType {
  @Field(() => Int, { description: 'The number of results on all pages, each counted as `groupBy` says.' })
  totalCount: number;

  @Field(() => [SearchHitType], { description: 'The hits of this page, without cursors.' })
  nodes: SearchHitType[];
}
