/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How much of an address is shown, and to whom. */
export type AddressVisibility =
  /** The whole address to those who may see exact places; to others where it is within about 1 km. */
  | 'FULL'
  /** A home-based site: its outcode and the centre of that outcode only, to everybody. */
  | 'OUTCODE'
  /** The whole address and its position, to everybody. */
  | 'PUBLIC';

/** A rectangle, edges included. */
export type BoxInput = {
  /** Degrees east, WGS84. */
  east: number;
  /** Degrees north, WGS84. */
  north: number;
  /** Degrees north, WGS84. */
  south: number;
  /** Degrees east, WGS84. */
  west: number;
};

/** The code lists the hub keeps. */
export type CodeListName =
  | 'ACCESSIBILITY'
  | 'ACCREDITATION'
  | 'CIRCUMSTANCE'
  | 'COMMISSIONER_KIND'
  | 'DELIVERY_MODE'
  | 'EVIDENCE_KIND'
  | 'INSPECTION_AREA'
  | 'INSPECTION_FRAMEWORK'
  | 'INSPECTION_GRADE'
  | 'KEY_STAGE'
  | 'NEED'
  | 'OUTCOME'
  | 'PRICE_UNIT'
  | 'REFERRAL_ROUTE'
  | 'REGISTRATION'
  | 'SETTING_TYPE'
  | 'TIER'
  | 'VACANCY_UNIT';

/** What a contact is for. */
export type ContactRole =
  | 'ADMISSIONS'
  | 'ENQUIRIES'
  | 'FINANCE'
  | 'REFERRALS'
  | 'SAFEGUARDING';

/** A distance: exactly one of these. */
export type Distance =
  {   /** Kilometres, 0 to 1000. */
  km: number; miles?: never; }
  |  { km?: never;   /** Miles of 1,609.344 metres, 0 to 620. */
  miles: number; };

/** Whether a facet's own choice narrows its counts. */
export type FacetMode =
  | 'CONJUNCTIVE'
  | 'DISJUNCTIVE';

/** A field whose values can be counted. */
export type FacetName =
  | 'ACCREDITATIONS'
  | 'CIRCUMSTANCES'
  | 'COMMISSIONERS'
  | 'DAYS'
  | 'DELIVERY_MODES'
  | 'DISTRICT'
  | 'EHC_PLAN'
  | 'KEY_STAGES'
  | 'LOCAL_AUTHORITY'
  | 'NEEDS'
  | 'OUTCOMES'
  | 'PLANNING_AREA'
  | 'PRIMARY_NEEDS'
  | 'REFERRAL_ROUTES'
  | 'SETTING_TYPE'
  | 'TIER';

/** How far a vacancy can still be relied on. */
export type Freshness =
  /** More than half of its confirmation has run out. */
  | 'AGEING'
  /** Confirmed recently. */
  | 'CONFIRMED'
  /** Its confirmation has run out; it is never shown as available. */
  | 'STALE'
  /** Nobody has confirmed it. */
  | 'UNKNOWN';

/** Conditions on a field that holds ids; all that are given must hold, an empty list matches nothing. */
export type IdFilter = {
  /** One of these. */
  anyOf?: Array<string> | null | undefined;
  /** None of these. */
  noneOf?: Array<string> | null | undefined;
};

/** Conditions on a field that holds codes; all that are given must hold, an empty list matches nothing. */
export type KeywordFilter = {
  /** All of these. */
  allOf?: Array<string> | null | undefined;
  /** At least one of these. */
  anyOf?: Array<string> | null | undefined;
  /** None of these. */
  noneOf?: Array<string> | null | undefined;
};

/** Why a match could not be carried out. */
export type MatchErrorCode =
  | 'AMBIGUOUS_PLACE'
  | 'EXPIRED_CODE'
  | 'INVALID'
  | 'MALFORMED_POSTCODE'
  | 'NOT_FOUND'
  | 'SCHOOL_WITHOUT_POSITION'
  | 'UNKNOWN_CODE'
  | 'UNKNOWN_PLACE'
  | 'UNKNOWN_POSTCODE'
  | 'UNKNOWN_SCHOOL';

/** What a reason is about. */
export type MatchKind =
  | 'AREA'
  | 'CONCEPT'
  | 'NEED'
  | 'VACANCY'
  | 'WORDS';

/** A need, and how much it matters. */
export type MatchNeed = {
  /** Code of list NEED. */
  code: string;
  /** How much it matters against the other needs, 1 to 10. */
  weight?: number | null | undefined;
};

/** What a part of a score is about. */
export type MatchPartKind =
  /** Whether it says that it caters for the circumstances. */
  | 'CIRCUMSTANCES'
  /** Whether it runs on enough days, and on those wanted. */
  | 'DAYS'
  /** How far away it is, or whether it comes to the pupil. */
  | 'DISTANCE'
  /** Whether its rule on EHC plans lets the pupil in. */
  | 'EHC_PLAN'
  /** Whether it is made for the needs, or also caters for them. */
  | 'NEEDS'
  /** Whether it takes the referral. */
  | 'ROUTE'
  /** Whether it is of the tier wanted. */
  | 'TIER'
  /** Whether it has a place in time, and how far that can be relied on. */
  | 'VACANCY'
  /** Whether it takes the year group or age. */
  | 'YEARS';

/** What is looked for. Send no pupil data: nothing here says who it is for, and nothing is kept. */
export type MatchProfile = {
  /** Age in whole years, instead of the year group: one of two years. */
  age?: number | null | undefined;
  /** Circumstances, codes of list CIRCUMSTANCE. */
  circumstances?: Array<string> | null | undefined;
  /** Days of the week wanted. */
  days?: Array<Weekday> | null | undefined;
  /** Days a week wanted. */
  daysPerWeek?: number | null | undefined;
  /** Whether there is an education, health and care plan; left out: it does not matter. */
  ehcPlan?: boolean | null | undefined;
  /** Conditions that leave an offering out when it is known to fail them; YEARS and DISTANCE when left out. All others only count in the score. What is not known leaves nothing out. */
  hard?: Array<MatchPartKind> | null | undefined;
  /** Where to look from, best the school, and the farthest acceptable distance; or an area. */
  near?: NearInput | null | undefined;
  /** Needs to be met. */
  needs?: Array<MatchNeed> | null | undefined;
  /** How the referral will be made, a code of list REFERRAL_ROUTE. */
  referralRoute?: string | null | undefined;
  /** A place is needed by this day; without it any open place is in time. */
  startBy?: string | null | undefined;
  /** Tier wanted, a code of list TIER. */
  tier?: string | null | undefined;
  /** National curriculum year, 0 being reception. */
  yearGroup?: number | null | undefined;
};

/** How well a part fits. */
export type MatchVerdict =
  /** In full. */
  | 'MET'
  /** In part. */
  | 'PARTIAL'
  /** The register does not say: it counts half, is never counted as unmet, and is worth asking. */
  | 'UNKNOWN'
  /** It is known not to fit. */
  | 'UNMET';

/** Where to search. */
export type NearInput = {
  /** The place to search from, or the area to search in. */
  place: SearchPlace;
  /** Farthest distance to a site; without it every distance counts. Not for areas. */
  within?: Distance | null | undefined;
};

/** Bounds of a number; what is unknown lies within none. */
export type NumberFilter = {
  /** At least this. */
  gte?: number | null | undefined;
  /** At most this. */
  lte?: number | null | undefined;
};

/** Conditions that must all hold. To find provision by need and place, use `search`. */
export type OfferingFilter = {
  /** Id of a provider. */
  provider?: string | null | undefined;
  /** Any of these tiers. */
  tier?: Array<string> | null | undefined;
};

/** How precisely a place is known. */
export type PlacePrecision =
  /** The centre of the outcode, such as NR21. */
  | 'OUTCODE'
  /** The centre of a named place. */
  | 'PLACE'
  /** The very position that was given. */
  | 'POINT'
  /** The centre of the postcode. */
  | 'POSTCODE'
  /** The position of a school. */
  | 'SCHOOL'
  /** The centre of the postcode sector, such as NR21 9. */
  | 'SECTOR';

/** How many places, as the public sees it. */
export type PlacesBand =
  /** No places. */
  | 'NONE'
  /** 1 or 2 places. */
  | 'ONE_OR_TWO'
  /** 6 places or more. */
  | 'SIX_OR_MORE'
  /** 3 to 5 places. */
  | 'THREE_TO_FIVE';

/** A WGS84 position. */
export type PointInput = {
  /** Degrees north, WGS84. */
  latitude: number;
  /** Degrees east, WGS84. */
  longitude: number;
};

/** Conditions that must all hold. */
export type ProviderFilter = {
  /** Code of a local authority. */
  localAuthority?: string | null | undefined;
  /** Any of these setting types. */
  settingType?: Array<string> | null | undefined;
};

/** How a hit can be reached from where the search started. */
export type ReachedBy =
  /** It comes to the pupil or works online, and serves the area. */
  | 'AREA'
  /** Its site lies within the distance or area. */
  | 'SITE';

/** Why a search could not be carried out. */
export type SearchErrorCode =
  | 'AMBIGUOUS_PLACE'
  | 'BANDS_ONLY'
  | 'CURSOR_EXPIRED'
  | 'EXPIRED_CODE'
  | 'INVALID'
  | 'MALFORMED_POSTCODE'
  | 'SCHOOL_WITHOUT_POSITION'
  | 'UNKNOWN_CODE'
  | 'UNKNOWN_PLACE'
  | 'UNKNOWN_POSTCODE'
  | 'UNKNOWN_SCHOOL';

/** Conditions that must all hold; unknown keys and codes are errors. */
export type SearchFilter = {
  /** Accreditation offered. */
  accreditations?: KeywordFilter | null | undefined;
  /** An age it takes, in whole years. */
  age?: number | null | undefined;
  /** Whether it may be reached before an exclusion. */
  beforeExclusion?: boolean | null | undefined;
  /** Circumstances it caters for. */
  circumstances?: KeywordFilter | null | undefined;
  /** Who may refer. */
  commissioners?: KeywordFilter | null | undefined;
  /** Concepts its codes or words mean (ids of `concepts`). */
  concepts?: KeywordFilter | null | undefined;
  /** Price of a day in pence, without VAT and transport; without the permission place.exact only bounds of `Offering.priceBand`. */
  dailyPricePence?: NumberFilter | null | undefined;
  /** Days of the week it runs. */
  days?: KeywordFilter | null | undefined;
  /** How it is delivered. */
  deliveryModes?: KeywordFilter | null | undefined;
  /** District of the site. */
  district?: KeywordFilter | null | undefined;
  /** Whether pupils with an EHC plan may or must come. */
  ehcPlan?: KeywordFilter | null | undefined;
  /** Key stages it teaches. */
  keyStages?: KeywordFilter | null | undefined;
  /** Local authority of the site, else the provider's. */
  localAuthority?: KeywordFilter | null | undefined;
  /** Needs it is made for or also caters for. */
  needs?: KeywordFilter | null | undefined;
  /** FLOURISH outcomes it works towards. */
  outcomes?: KeywordFilter | null | undefined;
  /** Planning area of the site. */
  planningArea?: IdFilter | null | undefined;
  /** Needs it is made for. */
  primaryNeeds?: KeywordFilter | null | undefined;
  /** Providers. */
  provider?: IdFilter | null | undefined;
  /** Routes of referral. */
  referralRoutes?: KeywordFilter | null | undefined;
  /** Type of setting. */
  settingType?: KeywordFilter | null | undefined;
  /** Tier of provision. */
  tier?: KeywordFilter | null | undefined;
  /** Open places by a day. */
  vacancy?: VacancyFilter | null | undefined;
  /** A national curriculum year it teaches, 0 being reception. */
  yearGroup?: number | null | undefined;
};

/** A place or an area: exactly one of these. */
export type SearchPlace =
  {   /** A rectangle, edges included. */
  box: BoxInput; district?: never; name?: never; planningArea?: never; point?: never; postcode?: never; schoolUrn?: never; }
  |  { box?: never;   /** The GSS code of a district, such as E07000147. */
  district: string; name?: never; planningArea?: never; point?: never; postcode?: never; schoolUrn?: never; }
  |  { box?: never; district?: never;   /** A named place, such as Fakenham. */
  name: string; planningArea?: never; point?: never; postcode?: never; schoolUrn?: never; }
  |  { box?: never; district?: never; name?: never;   /** The id of a planning area. */
  planningArea: string; point?: never; postcode?: never; schoolUrn?: never; }
  |  { box?: never; district?: never; name?: never; planningArea?: never;   /** A position. */
  point: PointInput; postcode?: never; schoolUrn?: never; }
  |  { box?: never; district?: never; name?: never; planningArea?: never; point?: never;   /** A postcode (NR21 9AA), its sector (NR21 9) or its outcode (NR21). */
  postcode: string; schoolUrn?: never; }
  |  { box?: never; district?: never; name?: never; planningArea?: never; point?: never; postcode?: never;   /** The URN of a school. */
  schoolUrn: string; };

/** Orders of an answer; the id breaks ties. */
export type SearchSort =
  /** Nearest first; what comes to you or works online after what has a distance. */
  | 'DISTANCE'
  /** By title. */
  | 'NAME'
  /** Cheapest day first, to the nearest band without the permission place.exact; without a price last. */
  | 'PRICE'
  /** Best match of the text first. */
  | 'RELEVANCE'
  /** Earliest open place first. */
  | 'SOONEST_VACANCY';

/** What a term of an offering is about. */
export type TermKind =
  | 'GROUP_SIZE'
  | 'HOURS'
  | 'LENGTH'
  | 'PRICE';

/** Open places: confirmed capacity that has not gone stale. */
export type VacancyFilter = {
  /** Open by this day at the latest. */
  by: string;
  /** At least so many places on one and the same vacancy, for a year group asked for; without the permission place.exact 1, 3 or 6. */
  places?: number | null | undefined;
};

/** Conditions that must all hold. */
export type VacancyListFilter = {
  /** Available on this day at the latest. */
  availableBy?: string | null | undefined;
  /** Code of the local authority of the provider. */
  localAuthority?: string | null | undefined;
  /** Id of an offering. */
  offering?: string | null | undefined;
  /** True: only capacity with places that was confirmed and has not gone stale. */
  open?: boolean | null | undefined;
  /** At least so many places; without the permission place.exact 1, 3 or 6. */
  placesAtLeast?: number | null | undefined;
};

/** Whether there is capacity (HL7 SDOH states). */
export type VacancyState =
  | 'ASSESSMENT_REQUIRED'
  | 'CAPACITY'
  | 'NO_CAPACITY'
  | 'WAITLIST';

/** A day of the week. */
export type Weekday =
  | 'FRI'
  | 'MON'
  | 'SAT'
  | 'SUN'
  | 'THU'
  | 'TUE'
  | 'WED';

export type CodeListQueryVariables = Exact<{
  name: CodeListName;
  validOn?: string | null | undefined;
}>;


export type CodeListQuery = { codeList: Array<{ code: string, label: string, description: string, source: string, validFrom: string | null, validTo: string | null }> };

export type CompareOfferingsQueryVariables = Exact<{
  offerings: Array<string> | string;
  profile: MatchProfile;
}>;


export type CompareOfferingsQuery = { compare: { disclaimer: string, algorithmVersion: string, userErrors: Array<{ field: Array<string> | null, code: MatchErrorCode, message: string }>, matches: Array<{ score: number, scoreAtLeast: number, scoreAtMost: number, listingBasis: string, offering: { id: string, title: string }, provider: { name: string } | null, site: { name: string, town: string | null } | null }>, rows: Array<{ kind: MatchPartKind, weight: number, isHard: boolean, cells: Array<{ verdict: MatchVerdict, value: number | null, points: number, sentence: string }> }>, terms: Array<{ kind: TermKind, cells: Array<string | null> }> } };

export type FacetsQueryVariables = Exact<{
  text?: string | null | undefined;
  near?: NearInput | null | undefined;
  filter?: SearchFilter | null | undefined;
  fields: Array<FacetName> | FacetName;
  mode?: FacetMode | null | undefined;
}>;


export type FacetsQuery = { search: { totalCount: number, userErrors: Array<{ field: Array<string> | null, code: SearchErrorCode, message: string }>, facets: Array<{ name: FacetName, values: Array<{ value: string, label: string, count: number }> }> } };

export type NearbyProvisionQueryVariables = Exact<{
  text?: string | null | undefined;
  near?: NearInput | null | undefined;
  filter?: SearchFilter | null | undefined;
  sort?: SearchSort | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type NearbyProvisionQuery = { search: { totalCount: number, userErrors: Array<{ field: Array<string> | null, code: SearchErrorCode, message: string }>, understood: { area: string | null, radiusMetres: number | null, words: Array<string>, ignoredWords: Array<string>, place: { label: string, precision: PlacePrecision, latitude: number, longitude: number, district: { name: string } | null } | null, concepts: Array<{ said: string, label: string, explanation: string }> } | null, hits: Array<{ distanceMetres: number | null, reachedBy: ReachedBy | null, matchedNeeds: Array<{ code: string, label: string }>, matchedBecause: Array<{ kind: MatchKind, sentence: string }>, nextVacancy: { id: string, placesBand: PlacesBand, availableFrom: string, freshness: Freshness, unit: { label: string } } | null, offering: { id: string, title: string, minYear: number, maxYear: number, isDemonstration: boolean, tier: { label: string }, priceBand: { label: string, minDailyPence: number, maxDailyPence: number | null } | null }, provider: { id: string, name: string, settingType: { label: string } } | null, site: { id: string, name: string, town: string | null, outcode: string, district: { name: string } | null } | null }>, wider: Array<{ radiusMetres: number, count: number }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type NeedsMatchQueryVariables = Exact<{
  profile: MatchProfile;
  first?: number;
}>;


export type NeedsMatchQuery = { match: { disclaimer: string, algorithmVersion: string, considered: number, totalCount: number, userErrors: Array<{ field: Array<string> | null, code: MatchErrorCode, message: string }>, understood: { area: string | null, farthestMetres: number | null, hard: Array<MatchPartKind>, place: { label: string, precision: PlacePrecision } | null } | null, matches: Array<{ score: number, scoreAtLeast: number, scoreAtMost: number, distanceMetres: number | null, reachedBy: ReachedBy | null, listingBasis: string, parts: Array<{ kind: MatchPartKind, verdict: MatchVerdict, points: number, weight: number, sentence: string }>, nextVacancy: { id: string, placesBand: PlacesBand, availableFrom: string, freshness: Freshness } | null, offering: { id: string, title: string, isDemonstration: boolean, tier: { label: string } }, provider: { id: string, name: string } | null, site: { id: string, name: string, town: string | null } | null }>, nearMisses: Array<{ kind: MatchPartKind, count: number, sentence: string }> } };

export type OfferingPageQueryVariables = Exact<{
  filter?: OfferingFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type OfferingPageQuery = { offerings: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, version: number, title: string, minYear: number, maxYear: number, isDemonstration: boolean, updatedAt: string, tier: { code: string, label: string }, primaryNeeds: Array<{ code: string, label: string }>, deliveryModes: Array<{ code: string }>, provider: { id: string, name: string } | null, sites: { nodes: Array<{ id: string, name: string, outcode: string }> } }> } };

export type PlaceByPostcodeQueryVariables = Exact<{
  postcode: string;
}>;


export type PlaceByPostcodeQuery = { place: { label: string, precision: PlacePrecision, latitude: number, longitude: number, district: { code: string, name: string } | null, localAuthority: { code: string, name: string } | null, planningArea: { id: string, name: string } | null } | null };

export type ProviderByUrnQueryVariables = Exact<{
  urn: string;
}>;


export type ProviderByUrnQuery = { provider: { id: string, version: number, name: string, legalName: string | null, description: string, urn: string | null, ukprn: string | null, companyNumber: string | null, charityNumber: string | null, website: string | null, isDemonstration: boolean, updatedAt: string, settingType: { code: string, label: string }, registration: { code: string, label: string }, localAuthority: { code: string, name: string }, contacts: Array<{ role: ContactRole, email: string | null, telephone: string | null }>, sites: { nodes: Array<{ id: string, name: string, town: string | null, outcode: string, addressVisibility: AddressVisibility, accessibility: Array<{ label: string }>, district: { name: string } | null, planningArea: { name: string } | null }> }, offerings: { nodes: Array<{ id: string, title: string, tier: { label: string }, primaryNeeds: Array<{ code: string, label: string }>, keyStages: Array<{ code: string }>, vacancies: Array<{ id: string, placesBand: PlacesBand, availableFrom: string, freshness: Freshness }> }> } } | null };

export type ProviderPageQueryVariables = Exact<{
  filter?: ProviderFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type ProviderPageQuery = { providers: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, version: number, name: string, urn: string | null, ukprn: string | null, isDemonstration: boolean, updatedAt: string, settingType: { code: string, label: string }, localAuthority: { code: string, name: string } }> } };

export type VacancyPageQueryVariables = Exact<{
  filter?: VacancyListFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type VacancyPageQuery = { vacancies: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, version: number, state: VacancyState, placesBand: PlacesBand, availableFrom: string, minYear: number, maxYear: number, confirmedAt: string | null, expiresAt: string | null, freshness: Freshness, isDemonstration: boolean, updatedAt: string, unit: { code: string, label: string }, site: { id: string, name: string } | null, offering: { id: string, title: string, provider: { id: string, name: string } | null } | null }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const CodeListDocument = new TypedDocumentString(`
    query CodeList($name: CodeListName!, $validOn: LocalDate) {
  codeList(name: $name, validOn: $validOn) {
    code
    label
    description
    source
    validFrom
    validTo
  }
}
    `, {"documentId":"sha256:10e3221e31985bed3547000b21c4b00b86666757085cbcce34e6ad936b45dce6"}) as unknown as TypedDocumentString<CodeListQuery, CodeListQueryVariables>;
export const CompareOfferingsDocument = new TypedDocumentString(`
    query CompareOfferings($offerings: [ID!]!, $profile: MatchProfile!) {
  compare(offerings: $offerings, profile: $profile) {
    userErrors {
      field
      code
      message
    }
    disclaimer
    algorithmVersion
    matches {
      score
      scoreAtLeast
      scoreAtMost
      listingBasis
      offering {
        id
        title
      }
      provider {
        name
      }
      site {
        name
        town
      }
    }
    rows {
      kind
      weight
      isHard
      cells {
        verdict
        value
        points
        sentence
      }
    }
    terms {
      kind
      cells
    }
  }
}
    `, {"documentId":"sha256:5c7eeee1dd2aad904d60d1b9485af06cac446f42df82239016ad401a7ca18a2c"}) as unknown as TypedDocumentString<CompareOfferingsQuery, CompareOfferingsQueryVariables>;
export const FacetsDocument = new TypedDocumentString(`
    query Facets($text: String, $near: NearInput, $filter: SearchFilter, $fields: [FacetName!]!, $mode: FacetMode) {
  search(
    text: $text
    near: $near
    filter: $filter
    facets: {fields: $fields, mode: $mode}
    first: 1
  ) {
    userErrors {
      field
      code
      message
    }
    totalCount
    facets {
      name
      values {
        value
        label
        count
      }
    }
  }
}
    `, {"documentId":"sha256:59d96bbb062e82027a2a7689b51dbb53e8d9f19cfb42d26bcf843673e2231695"}) as unknown as TypedDocumentString<FacetsQuery, FacetsQueryVariables>;
export const NearbyProvisionDocument = new TypedDocumentString(`
    query NearbyProvision($text: String, $near: NearInput, $filter: SearchFilter, $sort: SearchSort, $first: Int! = 20, $after: String) {
  search(
    text: $text
    near: $near
    filter: $filter
    sort: $sort
    first: $first
    after: $after
  ) {
    userErrors {
      field
      code
      message
    }
    understood {
      place {
        label
        precision
        latitude
        longitude
        district {
          name
        }
      }
      area
      radiusMetres
      concepts {
        said
        label
        explanation
      }
      words
      ignoredWords
    }
    totalCount
    hits {
      distanceMetres
      reachedBy
      matchedNeeds {
        code
        label
      }
      matchedBecause {
        kind
        sentence
      }
      nextVacancy {
        id
        placesBand
        unit {
          label
        }
        availableFrom
        freshness
      }
      offering {
        id
        title
        tier {
          label
        }
        minYear
        maxYear
        priceBand {
          label
          minDailyPence
          maxDailyPence
        }
        isDemonstration
      }
      provider {
        id
        name
        settingType {
          label
        }
      }
      site {
        id
        name
        town
        outcode
        district {
          name
        }
      }
    }
    wider {
      radiusMetres
      count
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"documentId":"sha256:433b32882150bf237919df3b54d0e0421de308d01a0ef66c9429c545a6906f60"}) as unknown as TypedDocumentString<NearbyProvisionQuery, NearbyProvisionQueryVariables>;
export const NeedsMatchDocument = new TypedDocumentString(`
    query NeedsMatch($profile: MatchProfile!, $first: Int! = 20) {
  match(profile: $profile, first: $first) {
    userErrors {
      field
      code
      message
    }
    disclaimer
    algorithmVersion
    understood {
      place {
        label
        precision
      }
      area
      farthestMetres
      hard
    }
    considered
    totalCount
    matches {
      score
      scoreAtLeast
      scoreAtMost
      parts {
        kind
        verdict
        points
        weight
        sentence
      }
      distanceMetres
      reachedBy
      listingBasis
      nextVacancy {
        id
        placesBand
        availableFrom
        freshness
      }
      offering {
        id
        title
        tier {
          label
        }
        isDemonstration
      }
      provider {
        id
        name
      }
      site {
        id
        name
        town
      }
    }
    nearMisses {
      kind
      count
      sentence
    }
  }
}
    `, {"documentId":"sha256:2a4dd1678de1c889ce184d037548e108dbc422abca30f44537cb8768cb409b1c"}) as unknown as TypedDocumentString<NeedsMatchQuery, NeedsMatchQueryVariables>;
export const OfferingPageDocument = new TypedDocumentString(`
    query OfferingPage($filter: OfferingFilter, $first: Int! = 20, $after: String) {
  offerings(filter: $filter, first: $first, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      version
      title
      tier {
        code
        label
      }
      primaryNeeds {
        code
        label
      }
      deliveryModes {
        code
      }
      minYear
      maxYear
      provider {
        id
        name
      }
      sites(first: 10) {
        nodes {
          id
          name
          outcode
        }
      }
      isDemonstration
      updatedAt
    }
  }
}
    `, {"documentId":"sha256:e8a79d339715b1cc729787f95af49aed9ce694885090c9e5d03cdf848489615e"}) as unknown as TypedDocumentString<OfferingPageQuery, OfferingPageQueryVariables>;
export const PlaceByPostcodeDocument = new TypedDocumentString(`
    query PlaceByPostcode($postcode: String!) {
  place(by: {postcode: $postcode}) {
    label
    precision
    latitude
    longitude
    district {
      code
      name
    }
    localAuthority {
      code
      name
    }
    planningArea {
      id
      name
    }
  }
}
    `, {"documentId":"sha256:fc15afe333f5c09491e76039295bdab565957712da7fa7ffcae37608a5016682"}) as unknown as TypedDocumentString<PlaceByPostcodeQuery, PlaceByPostcodeQueryVariables>;
export const ProviderByUrnDocument = new TypedDocumentString(`
    query ProviderByUrn($urn: String!) {
  provider(by: {urn: $urn}) {
    id
    version
    name
    legalName
    description
    urn
    ukprn
    companyNumber
    charityNumber
    website
    settingType {
      code
      label
    }
    registration {
      code
      label
    }
    localAuthority {
      code
      name
    }
    contacts {
      role
      email
      telephone
    }
    sites(first: 50) {
      nodes {
        id
        name
        town
        outcode
        addressVisibility
        accessibility {
          label
        }
        district {
          name
        }
        planningArea {
          name
        }
      }
    }
    offerings(first: 50) {
      nodes {
        id
        title
        tier {
          label
        }
        primaryNeeds {
          code
          label
        }
        keyStages {
          code
        }
        vacancies {
          id
          placesBand
          availableFrom
          freshness
        }
      }
    }
    isDemonstration
    updatedAt
  }
}
    `, {"documentId":"sha256:e030bacc5e27ed6d7f579f4ca7678bd37f0af33dcaf90236309cc287900ed552"}) as unknown as TypedDocumentString<ProviderByUrnQuery, ProviderByUrnQueryVariables>;
export const ProviderPageDocument = new TypedDocumentString(`
    query ProviderPage($filter: ProviderFilter, $first: Int! = 20, $after: String) {
  providers(filter: $filter, first: $first, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      version
      name
      urn
      ukprn
      settingType {
        code
        label
      }
      localAuthority {
        code
        name
      }
      isDemonstration
      updatedAt
    }
  }
}
    `, {"documentId":"sha256:da9a10ed93f0f471cdb6a58d2c202403d4c80f035777e114a0d3748e3ea44780"}) as unknown as TypedDocumentString<ProviderPageQuery, ProviderPageQueryVariables>;
export const VacancyPageDocument = new TypedDocumentString(`
    query VacancyPage($filter: VacancyListFilter, $first: Int! = 20, $after: String) {
  vacancies(filter: $filter, first: $first, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      version
      state
      placesBand
      unit {
        code
        label
      }
      availableFrom
      minYear
      maxYear
      confirmedAt
      expiresAt
      freshness
      site {
        id
        name
      }
      offering {
        id
        title
        provider {
          id
          name
        }
      }
      isDemonstration
      updatedAt
    }
  }
}
    `, {"documentId":"sha256:11c87a85cb601366249e19ee965fefaca9242d409087296dee0f389734f095b2"}) as unknown as TypedDocumentString<VacancyPageQuery, VacancyPageQueryVariables>;