import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf, nameEnum } from '../../platform/graphql/enum.js';
import { userErrorType } from '../../platform/graphql/user-error.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { OfferingType } from '../offering/offering.type.js';
import { boxInput, pointInput } from '../place/place.rules.js';
import { PlaceType } from '../place/place.type.js';
import { SiteType } from '../provider/provider.type.js';
import { distanceInput, facetNames, nearInput, searchPlace, searchSorts } from './search.rules.js';

inputFrom(pointInput, 'PointInput');
inputFrom(boxInput, 'BoxInput');
inputFrom(searchPlace, 'SearchPlace');
inputFrom(distanceInput, 'Distance');
/** Where to look, as an input of the graph. */
export const NearInput = inputFrom(nearInput, 'NearInput');

/** The facets, as an enum of the graph whose values are field names. */
export const FacetName = nameEnum(facetNames, 'FacetName', 'A field whose values can be counted.');

/** The orders, as an enum of the graph. */
export const SearchSortName = enumOf(searchSorts, 'SearchSort', 'Orders of an answer; the id breaks ties.', {
  RELEVANCE: 'Best match of the text first.',
  DISTANCE: 'Nearest first; what comes to you or works online after what has a distance.',
  SOONEST_VACANCY: 'Earliest open place first.',
  PRICE: 'Cheapest day first, to the nearest band without the permission place.exact; without a price last.',
  NAME: 'By title.',
});

/** How a hit can be reached, as an enum of the graph. */
export const ReachedBy = enumOf(
  ['SITE', 'AREA'],
  'ReachedBy',
  'How a hit can be reached from where the search started.',
  {
    SITE: 'Its site lies within the distance or area.',
    AREA: 'It comes to the pupil or works online, and serves the area.',
  },
);

const MatchKind = enumOf(
  ['CONCEPT', 'WORDS', 'NEED', 'AREA', 'VACANCY'],
  'MatchKind',
  'What a reason is about.',
);

@ObjectType('MatchReason', { description: 'Why a hit was found.', simpleResolvers: true })
export class MatchReasonType {
  @Field(() => MatchKind, { description: 'What it is about.' })
  kind: keyof typeof MatchKind;

  @Field(() => String, { description: 'One plain sentence.' })
  sentence: string;
}

@ObjectType('SearchHit', { description: 'An offering at a site that was found.', simpleResolvers: true })
export class SearchHitType {
  @Field(() => OfferingType, { description: 'The offering.' })
  offering: OfferingType;

  @Field(() => SiteType, { nullable: true, description: 'The site; null for provision without one.' })
  site: SiteType | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Metres from the place searched from to `Site.publicPosition`, as the crow flies (haversine, R = 6,371,000 m); null without one.',
  })
  distanceMetres: number | null;

  @Field(() => ReachedBy, {
    nullable: true,
    description: 'How it can be reached; null when no place was given.',
  })
  reachedBy: keyof typeof ReachedBy | null;
}

@ObjectType('FacetValue', {
  description: 'A value of a facet and how often it occurs.',
  simpleResolvers: true,
})
export class FacetValueType {
  @Field(() => String, { description: 'What to filter by: a code, or the id of a planning area.' })
  value: string;

  @Field(() => String, { description: 'What to show.' })
  label: string;

  @Field(() => Int, { description: 'How many results have it.' })
  count: number;
}

@ObjectType('Facet', { description: 'The values of a field among the results.', simpleResolvers: true })
export class FacetType {
  @Field(() => FacetName, { description: 'The field.' })
  name: string;

  @Field(() => [FacetValueType], {
    description:
      'Up to 200 values, most frequent first; of a facet that is searched up to 100, best fit first.',
  })
  values: FacetValueType[];
}

@ObjectType('WiderSearch', { description: 'A larger radius that would find more.', simpleResolvers: true })
export class WiderSearchType {
  @Field(() => Int, { description: 'Radius in metres.' })
  radiusMetres: number;

  @Field(() => Int, { description: 'How many results it would have.' })
  count: number;
}

@ObjectType('UnderstoodConcept', {
  description: 'Words that were understood as a concept.',
  simpleResolvers: true,
})
export class UnderstoodConceptType {
  @Field(() => String, { description: 'The words that were typed.' })
  said: string;

  @Field(() => String, { description: 'The concept they were understood as.' })
  label: string;

  @Field(() => String, { description: 'One sentence that explains it.' })
  explanation: string;
}

@ObjectType('Understanding', { description: 'How a search was understood.', simpleResolvers: true })
export class UnderstandingType {
  @Field(() => PlaceType, { nullable: true, description: 'The place; null when an area or none was given.' })
  place: PlaceType | null;

  @Field(() => String, { nullable: true, description: 'The area, when one was given.' })
  area: string | null;

  @Field(() => Int, { nullable: true, description: 'Radius in metres; null without one.' })
  radiusMetres: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'How distances are measured, in a sentence to show beside them; null when none are.',
  })
  distances: string | null;

  @Field(() => [UnderstoodConceptType], { description: 'Concepts found in the text.' })
  concepts: UnderstoodConceptType[];

  @Field(() => Boolean, {
    description:
      'True when nothing means these concepts, so that what often goes with them was searched for.',
  })
  widened: boolean;

  @Field(() => [String], { description: 'Words that were searched for as they are.' })
  words: string[];

  @Field(() => [String], {
    description:
      'Words that were left out, because only ten are searched for or because with them nothing is found.',
  })
  ignoredWords: string[];
}

const SearchDegradationCode = enumOf(
  ['ENGINE_FAILOVER', 'STALE'],
  'SearchDegradationCode',
  'What is not as it should be about an answer that is right all the same.',
  {
    ENGINE_FAILOVER: 'The main search engine could not answer; the built-in one did.',
    STALE: 'An earlier answer knew of newer changes than this one.',
  },
);

@ObjectType('SearchDegradation', {
  description: 'Something that is not as it should be about an answer.',
  simpleResolvers: true,
})
export class SearchDegradationType {
  @Field(() => SearchDegradationCode, { description: 'What kind.' })
  code: keyof typeof SearchDegradationCode;

  @Field(() => String, { description: 'What it means for whoever reads the answer: one plain sentence.' })
  sentence: string;
}

@ObjectType('SearchMeta', {
  description: 'Where an answer comes from and how fresh it is.',
  simpleResolvers: true,
})
export class SearchMetaType {
  @Field(() => String, { description: 'The search engine that answered.' })
  engine: string;

  @Field(() => String, {
    description: 'Its index; a cursor is good for as long as answers come from the same one.',
  })
  generation: string;

  @Field(() => Int, {
    description: 'Number of the last change of the register that the answer reflects; 0 before any.',
  })
  appliedChange: number;

  @Field(() => Int, { description: 'Changes of the register that are known of but not in the answer yet.' })
  changesBehind: number;

  @Field(() => Int, {
    description: 'Milliseconds since the first of those changes became known; 0 when there is none.',
  })
  lagMilliseconds: number;

  @Field(() => [SearchDegradationType], {
    description: 'What is not as it should be; empty when all is well.',
  })
  degraded: SearchDegradationType[];
}

@ObjectType('SearchPageInfo', { description: 'Where a page of results ends.', simpleResolvers: true })
export class SearchPageInfoType {
  @Field(() => Boolean, { description: 'Whether there are more, up to the thousandth.' })
  hasNextPage: boolean;

  @Field(() => String, { nullable: true, description: 'Give it as `after` for the next page.' })
  endCursor: string | null;
}

/** What was wrong with a search. */
export const SearchUserErrorType = userErrorType('Search', {
  about: 'a search',
  why: 'Why a search could not be carried out.',
  codes: [
    'INVALID',
    'UNKNOWN_CODE',
    'EXPIRED_CODE',
    'BANDS_ONLY',
    'CURSOR_EXPIRED',
    'MALFORMED_POSTCODE',
    'UNKNOWN_POSTCODE',
    'UNKNOWN_PLACE',
    'AMBIGUOUS_PLACE',
    'UNKNOWN_SCHOOL',
    'SCHOOL_WITHOUT_POSITION',
  ],
});

@ObjectType('SearchResults', {
  description:
    'What a search found. A result is a listing, not an endorsement: commissioners make their own checks.',
  simpleResolvers: true,
})
export class SearchResultsType {
  @Field(() => Int, { description: 'How many results there are in all.' })
  totalCount: number;

  @Field(() => [SearchHitType], { description: 'This page of results.' })
  hits: SearchHitType[];
}
