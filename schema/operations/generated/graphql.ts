/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How much of a site’s address is shown, and to which callers. */
export type AddressVisibility =
  /** Callers who may see exact places (place.exact) see the full address. Others see where it is to within about 1 km. */
  | 'FULL'
  /** A home-based site. Only callers who keep its record see its address. All others see its outcode and the centre of that outcode. */
  | 'OUTCODE'
  /** Everyone sees the full address and its position. */
  | 'PUBLIC';

/** A rectangle, including its edges. */
export type BoxInput = {
  /** The eastern edge, in degrees east, WGS84. */
  east: number;
  /** The northern edge, in degrees north, WGS84. */
  north: number;
  /** The southern edge, in degrees north, WGS84. */
  south: number;
  /** The western edge, in degrees east, WGS84. */
  west: number;
};

/** Conditions on a field that holds one code. An entry must meet all the conditions given. An empty `anyOf` finds nothing. */
export type CodeFilter = {
  /** The field must hold one of these codes. */
  anyOf?: Array<string> | null | undefined;
  /** The field must hold none of these codes. */
  noneOf?: Array<string> | null | undefined;
};

/** The code lists of the hub. A list has the same name as the field that holds its codes, and as the facet of that field. */
export type CodeListName =
  /** How accessible a site is, such as step-free access. */
  | 'ACCESSIBILITY'
  /** Qualifications and awards that pupils can gain. */
  | 'ACCREDITATIONS'
  /** Circumstances of pupils that are not needs, such as the risk of a permanent exclusion. */
  | 'CIRCUMSTANCES'
  /** Kinds of commissioner, such as a local authority or a school. */
  | 'COMMISSIONERS'
  /** Ways of delivery: in person, by outreach or online. */
  | 'DELIVERY_MODES'
  /** Kinds of evidence that a provider keeps up to date, such as insurance. */
  | 'EVIDENCE_KIND'
  /** Areas that an inspection judges. */
  | 'INSPECTION_AREA'
  /** Frameworks that inspections follow. */
  | 'INSPECTION_FRAMEWORK'
  /** Grades that inspections give. */
  | 'INSPECTION_GRADE'
  /** Key stages of the national curriculum. */
  | 'KEY_STAGES'
  /** Types of special educational need, as in the DfE’s primary need codes. */
  | 'NEEDS'
  /** Outcomes of the FLOURISH framework. */
  | 'OUTCOMES'
  /** What a price is for, such as a day or a session. */
  | 'PRICE_UNIT'
  /** Ways in which a pupil can be referred. */
  | 'REFERRAL_ROUTES'
  /** Whether and how a provider is registered, such as a registered school. */
  | 'REGISTRATION'
  /** Types of provider, such as a pupil referral unit. */
  | 'SETTING_TYPE'
  /** Tiers of provision. */
  | 'TIER'
  /** What a place is counted in, such as a full-time place or a half-day a week. */
  | 'VACANCY_UNIT';

/** Conditions on a field that holds several codes. An entry must meet all the conditions given. An empty `anyOf` or `allOf` finds nothing. */
export type CodesFilter = {
  /** The field must hold all of these codes. */
  allOf?: Array<string> | null | undefined;
  /** The field must hold at least one of these codes. */
  anyOf?: Array<string> | null | undefined;
  /** The field must hold none of these codes. */
  noneOf?: Array<string> | null | undefined;
};

/** What a contact is for. */
export type ContactRole =
  /** Admissions. */
  | 'ADMISSIONS'
  /** General enquiries. */
  | 'ENQUIRIES'
  /** Invoices and payments. */
  | 'FINANCE'
  /** Referrals of pupils. */
  | 'REFERRALS'
  /** Safeguarding concerns. */
  | 'SAFEGUARDING'
  /** Whether vacancies are still true. Reminders go there. */
  | 'VACANCIES';

/** A distance. Give exactly one of these. */
export type Distance =
  {   /** Kilometres, 0 to 1000. */
  km: number; miles?: never; }
  |  { km?: never;   /** Miles of 1,609.344 metres, 0 to 620. */
  miles: number; };

/** Whether the filter on a facet's own field narrows the counts of that facet. */
export type FacetMode =
  /** All filters narrow its counts, including the filter on its own field. */
  | 'CONJUNCTIVE'
  /** An `anyOf` filter on its own field does not narrow its counts: they show what choosing another value would find. */
  | 'DISJUNCTIVE';

/** A field whose values can be counted. */
export type FacetName =
  /** Accreditation that pupils can gain. */
  | 'ACCREDITATIONS'
  /** Circumstances that the offering caters for. */
  | 'CIRCUMSTANCES'
  /** Kinds of commissioner that can refer pupils to the offering. */
  | 'COMMISSIONERS'
  /** Days of the week on which the offering runs: MON to SUN. */
  | 'DAYS'
  /** How the offering is delivered. */
  | 'DELIVERY_MODES'
  /** District of the site, or one that was there before. */
  | 'DISTRICT'
  /** Rule on education, health and care (EHC) plans: ACCEPTED, REQUIRED or NOT_ACCEPTED. */
  | 'EHC_PLAN'
  /** Key stages that the offering teaches. */
  | 'KEY_STAGES'
  /** Local authority of the site, or of the provider if that is not known. */
  | 'LOCAL_AUTHORITY'
  /** Needs that the offering is designed for or also caters for. */
  | 'NEEDS'
  /** FLOURISH outcomes that the offering works towards. */
  | 'OUTCOMES'
  /** Planning area of the site. */
  | 'PLANNING_AREA'
  /** Needs that the offering is designed for. */
  | 'PRIMARY_NEEDS'
  /** Routes by which the offering takes referrals. */
  | 'REFERRAL_ROUTES'
  /** Setting type of the provider. */
  | 'SETTING_TYPE'
  /** Tier of the provision. */
  | 'TIER';

/** How far a vacancy can still be relied on. */
export type Freshness =
  /** Confirmed, but so long ago that it should be confirmed again. See `Vacancy.ageingAt`. */
  | 'AGEING'
  /** Confirmed, and not yet ageing. A confirmation without an expiry stays in this state. */
  | 'CONFIRMED'
  /** The confirmation has expired. The vacancy is never shown as available. */
  | 'STALE'
  /** The vacancy was never confirmed. */
  | 'UNKNOWN';

/** Conditions on a field that holds an id. An entry must meet all the conditions given. An empty `anyOf` finds nothing. */
export type IdFilter = {
  /** The field must hold one of these ids. */
  anyOf?: Array<string> | null | undefined;
  /** The field must hold none of these ids. */
  noneOf?: Array<string> | null | undefined;
};

/** What a chip is about. */
export type MatchChipKind =
  /** The age. */
  | 'AGE'
  /** An idea that the words name, such as a need or a circumstance. */
  | 'CONCEPT'
  /** The key stage. A profile has none: choose a year group. */
  | 'KEY_STAGE'
  /** The place to look from. */
  | 'PLACE'
  /** The year group. */
  | 'YEAR_GROUP';

/** What was done with the words of a chip. */
export type MatchChipUse =
  /** It can mean several things. None is in the profile: a person chooses. */
  | 'CHOOSE'
  /** A profile has no field for it. It can be searched for. */
  | 'NOT_USED'
  /** The words can mean that a young person is not safe. They never change the profile by themselves: a person decides. */
  | 'SAFETY'
  /** The profile has it. */
  | 'USED';

/** What a reason is about. */
export type MatchKind =
  /** The offering comes to the pupil or is online, and serves the area. */
  | 'AREA'
  /** The text names a concept that the offering stands for. */
  | 'CONCEPT'
  /** The offering caters for needs that the filter asks for. */
  | 'NEED'
  /** The offering is at or near the place that the text names. */
  | 'PLACE'
  /** The offering has an open vacancy that the filter asks for. */
  | 'VACANCY'
  /** The offering contains words of the text, or similar words. */
  | 'WORDS'
  /** The offering takes the years or age that the text names. */
  | 'YEARS';

/** A need, and how much it matters. */
export type MatchNeed = {
  /** The need, a code of the list NEEDS. */
  code: string;
  /** How much it matters compared with the other needs, from 1 to 10. */
  weight?: number | null | undefined;
};

/** What a part of a score is about. */
export type MatchPartKind =
  /** Whether the offering says that it caters for the circumstances. */
  | 'CIRCUMSTANCES'
  /** Whether the offering runs on enough days, and on the days wanted. */
  | 'DAYS'
  /** How far away the offering is, or whether it serves the area by outreach or online. */
  | 'DISTANCE'
  /** Whether the offering’s rule on EHC plans allows the pupil. */
  | 'EHC_PLAN'
  /** Whether the offering is designed for the needs, or also caters for them. */
  | 'NEEDS'
  /** Whether the offering takes referrals through the route. */
  | 'REFERRAL_ROUTE'
  /** Whether the offering belongs to the tier wanted. */
  | 'TIER'
  /** Whether the offering has a place in time, and how recently that was confirmed. */
  | 'VACANCY'
  /** Whether the offering takes the year group or age. */
  | 'YEARS';

/** What you are looking for. Do not send pupil data: no field here says who the pupil is. The hub keeps nothing. */
export type MatchProfile = {
  /** The age in whole years, instead of the year group. It stands for two possible school years. */
  age?: number | null | undefined;
  /** The circumstances to cater for, codes of the list CIRCUMSTANCES. */
  circumstances?: Array<string> | null | undefined;
  /** The days of the week wanted. */
  days?: Array<Weekday> | null | undefined;
  /** The number of days a week wanted. */
  daysPerWeek?: number | null | undefined;
  /** Whether the pupil has an education, health and care plan. Leave it out if it does not matter. */
  ehcPlan?: boolean | null | undefined;
  /** The hard conditions: an offering that is known to fail one is left out. By default YEARS and DISTANCE. All other conditions only count towards the score. Something that is not known never leaves an offering out. */
  hard?: Array<MatchPartKind> | null | undefined;
  /** The place to look from, ideally the school, with the farthest acceptable distance; or an area. */
  near?: NearInput | null | undefined;
  /** The needs to meet, each once. */
  needs?: Array<MatchNeed> | null | undefined;
  /** How the pupil will be referred, a code of the list REFERRAL_ROUTES. */
  referralRoute?: string | null | undefined;
  /** The day by which a place is needed. If left out, any open place is in time. */
  startBy?: string | null | undefined;
  /** The tier wanted, a code of the list TIER. */
  tier?: string | null | undefined;
  /** The national curriculum year; 0 is reception. */
  yearGroup?: number | null | undefined;
};

/** How well a part fits. */
export type MatchVerdict =
  /** It fits in full. */
  | 'MET'
  /** It fits in part. A site that is acceptable but too far away to bring points is PARTIAL too: the sentence says how distance counts. */
  | 'PARTIAL'
  /** The register does not say. The part counts half and never as unmet. Ask the provider. */
  | 'UNKNOWN'
  /** It is known not to fit. */
  | 'UNMET';

/** Where to search. */
export type NearInput = {
  /** The place to search from, or the area to search in. */
  place: SearchPlace;
  /** The farthest distance to a site. If left out, there is no limit. Only for a place, not for an area. */
  within?: Distance | null | undefined;
};

/** Bounds of a number. A value that is not known meets no bound. Without bounds, nothing is left out. */
export type NumberFilter = {
  /** The value must be at least this. */
  gte?: number | null | undefined;
  /** The value must be at most this. */
  lte?: number | null | undefined;
};

/** Conditions on offerings. All of them must be met. To find provision by need and place, use `search`. */
export type OfferingFilter = {
  /** Codes of list ACCREDITATIONS: accreditations that pupils can gain. */
  accreditations?: CodesFilter | null | undefined;
  /** Codes of list CIRCUMSTANCES: circumstances that the offering caters for. */
  circumstances?: CodesFilter | null | undefined;
  /** Codes of list COMMISSIONERS: who can refer pupils and pay. */
  commissioners?: CodesFilter | null | undefined;
  /** Codes of list DELIVERY_MODES: how the offering is delivered. */
  deliveryModes?: CodesFilter | null | undefined;
  /** If true, only invented offerings (for demonstration). If false, only real ones. */
  isDemonstration?: boolean | null | undefined;
  /** Codes of list KEY_STAGES: key stages that the offering teaches. */
  keyStages?: CodesFilter | null | undefined;
  /** Codes of local authorities. The provider must be in the register of one of them. */
  localAuthority?: CodeFilter | null | undefined;
  /** Codes of list NEEDS: needs that the offering is made for or also caters for. */
  needs?: CodesFilter | null | undefined;
  /** Codes of list OUTCOMES: FLOURISH outcomes that the offering works towards. */
  outcomes?: CodesFilter | null | undefined;
  /** Codes of list NEEDS: needs that the offering is made for. */
  primaryNeeds?: CodesFilter | null | undefined;
  /** Ids of providers. The offering must belong to one of them. An id of a merged provider means the one it was merged into. */
  provider?: IdFilter | null | undefined;
  /** Codes of list REFERRAL_ROUTES: the ways to refer a pupil. */
  referralRoutes?: CodesFilter | null | undefined;
  /** Codes of list SETTING_TYPE: the provider’s setting type. */
  settingType?: CodeFilter | null | undefined;
  /** Codes of list TIER: the tier of provision. */
  tier?: CodeFilter | null | undefined;
  /** Only offerings changed at or after this moment. Use it with `sort: UPDATED_AT_ASC` to read what has changed since your last visit. */
  updatedSince?: string | null | undefined;
  /** A national curriculum year that the offering takes, 0 (reception) to 14. */
  yearGroup?: number | null | undefined;
};

/** How precisely the position of a place is known. */
export type PlacePrecision =
  /** The position is the centre of an outcode, such as NR21. */
  | 'OUTCODE'
  /** The position is the centre of a named place. */
  | 'PLACE'
  /** The position is exactly the one that was given. */
  | 'POINT'
  /** The position is the centre of a full postcode. */
  | 'POSTCODE'
  /** The position is that of a school. */
  | 'SCHOOL'
  /** The position is the centre of a postcode sector, such as NR21 9. */
  | 'SECTOR';

/** A number of places as a band, which is all that the public sees. */
export type PlacesBand =
  /** There are 0 places. */
  | 'NONE'
  /** There are 1 or 2 places. */
  | 'ONE_OR_TWO'
  /** There are 6 or more places. */
  | 'SIX_OR_MORE'
  /** There are 3 to 5 places. */
  | 'THREE_TO_FIVE';

/** A WGS84 position. */
export type PointInput = {
  /** Degrees north, WGS84. */
  latitude: number;
  /** Degrees east, WGS84. */
  longitude: number;
};

/** Conditions on providers. All of them must be true. */
export type ProviderFilter = {
  /** Whether the provider is invented demonstration data. */
  isDemonstration?: boolean | null | undefined;
  /** Codes of the local authorities whose registers list the providers. */
  localAuthority?: CodeFilter | null | undefined;
  /** Codes of list REGISTRATION. */
  registration?: CodeFilter | null | undefined;
  /** Codes of list SETTING_TYPE. */
  settingType?: CodeFilter | null | undefined;
  /** Providers changed at or after this time. With `sort: UPDATED_AT_ASC` you get what is new to you. */
  updatedSince?: string | null | undefined;
};

/** How an offering can be reached from the place or area searched. */
export type ReachedBy =
  /** Staff come to the pupil, or it is online, and it serves the area. */
  | 'AREA'
  /** Its site is within the distance or area. */
  | 'SITE';

/** Conditions that must all be met. Unknown keys and codes are errors. */
export type SearchFilter = {
  /** Accreditation that pupils can gain. */
  accreditations?: CodesFilter | null | undefined;
  /** An age that the offering takes, in whole years. */
  age?: number | null | undefined;
  /** Whether a pupil can be placed before an exclusion. */
  beforeExclusion?: boolean | null | undefined;
  /** Circumstances that the offering caters for. */
  circumstances?: CodesFilter | null | undefined;
  /** Kinds of commissioner that can refer pupils to the offering. */
  commissioners?: CodesFilter | null | undefined;
  /** Concepts that the offering’s codes or words mean; keys of `concepts`. */
  concepts?: CodesFilter | null | undefined;
  /** Price of a day in pence, without VAT and transport. Without the permission place.exact you can only use the edges of the bands in `Offering.priceBand`. */
  dailyPricePence?: NumberFilter | null | undefined;
  /** Days of the week on which the offering runs: MON to SUN. */
  days?: CodesFilter | null | undefined;
  /** How the offering is delivered. */
  deliveryModes?: CodesFilter | null | undefined;
  /** District of the site, or one that was there before. */
  district?: CodeFilter | null | undefined;
  /** Rule on education, health and care (EHC) plans: ACCEPTED, REQUIRED or NOT_ACCEPTED. */
  ehcPlan?: CodeFilter | null | undefined;
  /** Key stages that the offering teaches. */
  keyStages?: CodesFilter | null | undefined;
  /** Local authority of the site, or of the provider if that is not known. */
  localAuthority?: CodeFilter | null | undefined;
  /** Needs that the offering is designed for or also caters for. */
  needs?: CodesFilter | null | undefined;
  /** FLOURISH outcomes that the offering works towards. */
  outcomes?: CodesFilter | null | undefined;
  /** Planning area of the site. */
  planningArea?: IdFilter | null | undefined;
  /** Needs that the offering is designed for. */
  primaryNeeds?: CodesFilter | null | undefined;
  /** The offering’s provider. */
  provider?: IdFilter | null | undefined;
  /** Routes by which the offering takes referrals. */
  referralRoutes?: CodesFilter | null | undefined;
  /** Setting type of the provider. */
  settingType?: CodeFilter | null | undefined;
  /** Tier of the provision. */
  tier?: CodeFilter | null | undefined;
  /** Open places by a certain day. */
  vacancy?: SearchVacancyFilter | null | undefined;
  /** A national curriculum year that the offering teaches; 0 is reception. */
  yearGroup?: number | null | undefined;
};

/** A place to search from, or an area to search in. Give exactly one of these. */
export type SearchPlace =
  {   /** A rectangle, including its edges. */
  box: BoxInput; district?: never; name?: never; planningArea?: never; point?: never; postcode?: never; schoolUrn?: never; }
  |  { box?: never;   /** The GSS code of a district, such as E07000147. */
  district: string; name?: never; planningArea?: never; point?: never; postcode?: never; schoolUrn?: never; }
  |  { box?: never; district?: never;   /** The name of a place, such as Fakenham. */
  name: string; planningArea?: never; point?: never; postcode?: never; schoolUrn?: never; }
  |  { box?: never; district?: never; name?: never;   /** The id of a planning area. */
  planningArea: string; point?: never; postcode?: never; schoolUrn?: never; }
  |  { box?: never; district?: never; name?: never; planningArea?: never;   /** A position in degrees. */
  point: PointInput; postcode?: never; schoolUrn?: never; }
  |  { box?: never; district?: never; name?: never; planningArea?: never; point?: never;   /** A postcode (NR21 9AA), its sector (NR21 9) or its outcode (NR21). */
  postcode: string; schoolUrn?: never; }
  |  { box?: never; district?: never; name?: never; planningArea?: never; point?: never; postcode?: never;   /** The unique reference number (URN) of a school, six digits. */
  schoolUrn: string; };

/** Orders of search results. Results that are equal are sorted by id. */
export type SearchSort =
  /** Nearest first. Needs a place to measure from. Provision without a distance, such as outreach or online, comes last. */
  | 'DISTANCE'
  /** By the title of the offering, A to Z. */
  | 'NAME'
  /** Lowest price of a day first; offerings without a price come last. Without the permission place.exact, sorted by price band. */
  | 'PRICE'
  /** Best match with the text first. */
  | 'RELEVANCE'
  /** Earliest open vacancy first. */
  | 'SOONEST_VACANCY';

/** A condition on open places: confirmed capacity that has not gone stale. */
export type SearchVacancyFilter = {
  /** The latest day on which the vacancy can open. */
  availableBy: string;
  /** The fewest places that a single vacancy must have for the school years asked for. Without the permission place.exact, only 1, 3 or 6. */
  placesAtLeast?: number | null | undefined;
};

/** What a term of an offering is about. */
export type TermKind =
  /** The largest number of pupils in a group. */
  | 'GROUP_SIZE'
  /** The hours a week. */
  | 'HOURS'
  /** The usual and the longest placement, in weeks. */
  | 'LENGTH'
  /** The price, without VAT and transport. */
  | 'PRICE';

/** The kind of problem. A code means the same everywhere. */
export type UserErrorCode =
  /** Several things have this name. The message lists them or says where they are. Be more precise about which one you mean. */
  | 'AMBIGUOUS'
  /** You can see bands but not exact numbers, so you can only filter by the edges of bands. */
  | 'BANDS_ONLY'
  /** Something else must be changed first. The message says what. */
  | 'BLOCKED'
  /** The record has changed since it was read. Read it again, then decide whether your change still applies. */
  | 'CONFLICT'
  /** The code is in its list, but cannot be used on that day. Choose one that is valid. */
  | 'EXPIRED_CODE'
  /** You do not have permission to create or change this one of several inputs. */
  | 'FORBIDDEN'
  /** The value breaks a rule. The message says which one. */
  | 'INVALID'
  /** The cursor does not belong to this list in this order, or the list has been rebuilt since. Start again from the first page. */
  | 'INVALID_CURSOR'
  /** The idempotency key belongs to another request. Use a new key for each request. */
  | 'KEY_REUSED'
  /** Less is left than you asked for. The message says how much. */
  | 'NOT_ENOUGH'
  /** Nothing has this id, number or name, or you do not have permission to see it. Check the value for typing mistakes. */
  | 'NOT_FOUND'
  /** The record is in a state that does not allow this. The message says which state. */
  | 'NOT_IN_THIS_STATE'
  /** The place is known, but its position is not. Give the place in another way. */
  | 'NO_POSITION'
  /** The value seems to say something about a person, which must not be stored or shown here. */
  | 'PERSONAL_DATA'
  /** Give a reason. It will be shown to the people concerned. */
  | 'REASON_NEEDED'
  /** It already exists, or another record has this value, and only one is allowed. */
  | 'TAKEN'
  /** The limit has been reached. End or remove one first. */
  | 'TOO_MANY'
  /** The code is not in its list. Choose one that the message or the list names. */
  | 'UNKNOWN_CODE';

/** Conditions on vacancies. All of them must be met. */
export type VacancyFilter = {
  /** The first day a pupil could start is this day or earlier. */
  availableBy?: string | null | undefined;
  /** Codes of local authorities. The provider must be in the register of one of them. */
  localAuthority?: CodeFilter | null | undefined;
  /** Ids of offerings. The vacancy must belong to one of them. */
  offering?: IdFilter | null | undefined;
  /** If true, only vacancies in the state CAPACITY that have places available, are confirmed and are not stale. */
  open?: boolean | null | undefined;
  /** The lowest number of places available, 1 to 200. Without the permission place.exact: 1, 3 or 6. */
  placesAtLeast?: number | null | undefined;
};

/** Whether an offering has capacity. The states are those of HL7 SDOH. */
export type VacancyState =
  /** Whether there is a place depends on a further assessment of the pupil. */
  | 'ASSESSMENT_REQUIRED'
  /** The offering can take pupils, from `availableFrom`. */
  | 'CAPACITY'
  /** The offering is full. It has no places. */
  | 'NO_CAPACITY'
  /** Pupils can be put on a waiting list. */
  | 'WAITLIST';

/** A day of the week. */
export type Weekday =
  /** Friday. */
  | 'FRI'
  /** Monday. */
  | 'MON'
  /** Saturday. */
  | 'SAT'
  /** Sunday. */
  | 'SUN'
  /** Thursday. */
  | 'THU'
  /** Tuesday. */
  | 'TUE'
  /** Wednesday. */
  | 'WED';

export type CodeListQueryVariables = Exact<{
  name: CodeListName;
  validOn?: string | null | undefined;
}>;


export type CodeListQuery = { __typename: 'Query', codeList: Array<{ __typename: 'Code', code: string, label: string, description: string, source: string, validFrom: string | null, validTo: string | null }> };

export type CompareOfferingsQueryVariables = Exact<{
  offerings: Array<string> | string;
  profile: MatchProfile;
}>;


export type CompareOfferingsQuery = { __typename: 'Query', compare: { __typename: 'Comparison', disclaimer: string, algorithmVersion: string, userErrors: Array<{ __typename: 'MatchUserError', field: Array<string> | null, code: UserErrorCode, message: string }>, matches: Array<{ __typename: 'Match', score: number, scoreAtLeast: number, scoreAtMost: number, listingSentence: string, offering: { __typename: 'Offering', id: string, title: string }, provider: { __typename: 'Provider', name: string } | null, site: { __typename: 'Site', name: string, town: string | null } | null }>, rows: Array<{ __typename: 'ComparisonRow', kind: MatchPartKind, weight: number, isHard: boolean, cells: Array<{ __typename: 'MatchPart', verdict: MatchVerdict, value: number | null, points: number, sentence: string }> }>, terms: Array<{ __typename: 'TermRow', kind: TermKind, cells: Array<string | null> }> } };

export type FacetsQueryVariables = Exact<{
  text?: string | null | undefined;
  near?: NearInput | null | undefined;
  filter?: SearchFilter | null | undefined;
  fields: Array<FacetName> | FacetName;
  mode?: FacetMode | null | undefined;
}>;


export type FacetsQuery = { __typename: 'Query', search: { __typename: 'SearchHitConnection', totalCount: number, userErrors: Array<{ __typename: 'SearchUserError', field: Array<string> | null, code: UserErrorCode, message: string }>, facets: Array<{ __typename: 'Facet', name: FacetName, values: Array<{ __typename: 'FacetValue', value: string, label: string, count: number }> }> } };

export type NearbyProvisionQueryVariables = Exact<{
  text?: string | null | undefined;
  near?: NearInput | null | undefined;
  filter?: SearchFilter | null | undefined;
  sort?: SearchSort | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type NearbyProvisionQuery = { __typename: 'Query', search: { __typename: 'SearchHitConnection', totalCount: number, userErrors: Array<{ __typename: 'SearchUserError', field: Array<string> | null, code: UserErrorCode, message: string }>, understood: { __typename: 'Understanding', area: string | null, radiusMetres: number | null, words: Array<string>, ignoredWords: Array<string>, place: { __typename: 'Place', label: string, precision: PlacePrecision, latitude: number, longitude: number, district: { __typename: 'District', name: string } | null } | null, concepts: Array<{ __typename: 'UnderstoodConcept', said: string, label: string, explanation: string }> } | null, nodes: Array<{ __typename: 'SearchHit', distanceMetres: number | null, reachedBy: ReachedBy | null, matchedNeeds: Array<{ __typename: 'Code', code: string, label: string }>, matchedBecause: Array<{ __typename: 'MatchReason', kind: MatchKind, sentence: string }>, nextVacancy: { __typename: 'Vacancy', id: string, placesBand: PlacesBand, availableFrom: string, freshness: Freshness, unit: { __typename: 'Code', label: string } } | null, offering: { __typename: 'Offering', id: string, title: string, minYear: number, maxYear: number, isDemonstration: boolean, tier: { __typename: 'Code', label: string }, priceBand: { __typename: 'PriceBand', label: string, minDailyPence: number, maxDailyPence: number | null } | null }, provider: { __typename: 'Provider', id: string, name: string, settingType: { __typename: 'Code', label: string } } | null, site: { __typename: 'Site', id: string, name: string, town: string | null, outcode: string, district: { __typename: 'District', name: string } | null } | null }>, wider: Array<{ __typename: 'WiderSearch', radiusMetres: number, count: number }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type NeedsMatchQueryVariables = Exact<{
  profile: MatchProfile;
  first?: number;
}>;


export type NeedsMatchQuery = { __typename: 'Query', match: { __typename: 'MatchResults', disclaimer: string, algorithmVersion: string, order: string, considered: number, totalCount: number, userErrors: Array<{ __typename: 'MatchUserError', field: Array<string> | null, code: UserErrorCode, message: string }>, understood: { __typename: 'MatchUnderstanding', area: string | null, radiusMetres: number | null, hard: Array<MatchPartKind>, place: { __typename: 'Place', label: string, precision: PlacePrecision } | null } | null, matches: Array<{ __typename: 'Match', score: number, scoreAtLeast: number, scoreAtMost: number, distanceMetres: number | null, reachedBy: ReachedBy | null, listingSentence: string, parts: Array<{ __typename: 'MatchPart', kind: MatchPartKind, verdict: MatchVerdict, points: number, weight: number, sentence: string }>, nextVacancy: { __typename: 'Vacancy', id: string, placesBand: PlacesBand, availableFrom: string, freshness: Freshness } | null, offering: { __typename: 'Offering', id: string, title: string, isDemonstration: boolean, tier: { __typename: 'Code', label: string } }, provider: { __typename: 'Provider', id: string, name: string } | null, site: { __typename: 'Site', id: string, name: string, town: string | null } | null }>, nearMisses: Array<{ __typename: 'NearMiss', kind: MatchPartKind, count: number, sentence: string }> } };

export type OfferingPageQueryVariables = Exact<{
  filter?: OfferingFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type OfferingPageQuery = { __typename: 'Query', offerings: { __typename: 'OfferingConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ __typename: 'Offering', id: string, version: number, title: string, minYear: number, maxYear: number, isDemonstration: boolean, updatedAt: string, tier: { __typename: 'Code', code: string, label: string }, primaryNeeds: Array<{ __typename: 'Code', code: string, label: string }>, deliveryModes: Array<{ __typename: 'Code', code: string }>, provider: { __typename: 'Provider', id: string, name: string } | null, sites: { __typename: 'SiteConnection', nodes: Array<{ __typename: 'Site', id: string, name: string, outcode: string }> } }> } };

export type PlaceByPostcodeQueryVariables = Exact<{
  postcode: string;
}>;


export type PlaceByPostcodeQuery = { __typename: 'Query', place: { __typename: 'Place', label: string, precision: PlacePrecision, latitude: number, longitude: number, district: { __typename: 'District', code: string, name: string } | null, localAuthority: { __typename: 'LocalAuthority', code: string, name: string } | null, planningArea: { __typename: 'PlanningArea', id: string, name: string } | null } | null };

export type ProfileFromTextQueryVariables = Exact<{
  text: string;
}>;


export type ProfileFromTextQuery = { __typename: 'Query', matchText: { __typename: 'MatchTextResults', safety: string | null, place: string | null, leftOut: Array<string>, userErrors: Array<{ __typename: 'MatchUserError', field: Array<string> | null, code: UserErrorCode, message: string }>, profile: { __typename: 'ReadProfile', circumstances: Array<string>, tier: string | null, referralRoute: string | null, yearGroup: number | null, age: number | null, needs: Array<{ __typename: 'ReadNeed', code: string, weight: number }>, near: { __typename: 'ReadNear', place: { __typename: 'ReadPlace', postcode: string | null, name: string | null, schoolUrn: string | null, point: { __typename: 'ReadPoint', latitude: number, longitude: number } | null } } | null } | null, chips: Array<{ __typename: 'MatchChip', kind: MatchChipKind, use: MatchChipUse, said: string | null, label: string, sentence: string, codes: Array<{ __typename: 'Code', list: CodeListName, code: string, label: string }>, choices: Array<{ __typename: 'Code', list: CodeListName, code: string, label: string }> }> } };

export type ProviderByUrnQueryVariables = Exact<{
  urn: string;
}>;


export type ProviderByUrnQuery = { __typename: 'Query', provider: { __typename: 'Provider', id: string, version: number, name: string, legalName: string | null, description: string, urn: string | null, ukprn: string | null, companyNumber: string | null, charityNumber: string | null, website: string | null, isDemonstration: boolean, updatedAt: string, settingType: { __typename: 'Code', code: string, label: string }, registration: { __typename: 'Code', code: string, label: string }, localAuthority: { __typename: 'LocalAuthority', code: string, name: string }, contacts: Array<{ __typename: 'ProviderContact', role: ContactRole, email: string | null, telephone: string | null }>, sites: { __typename: 'SiteConnection', nodes: Array<{ __typename: 'Site', id: string, name: string, town: string | null, outcode: string, addressVisibility: AddressVisibility, accessibility: Array<{ __typename: 'Code', label: string }>, district: { __typename: 'District', name: string } | null, planningArea: { __typename: 'PlanningArea', name: string } | null }> }, offerings: { __typename: 'OfferingConnection', nodes: Array<{ __typename: 'Offering', id: string, title: string, tier: { __typename: 'Code', label: string }, primaryNeeds: Array<{ __typename: 'Code', code: string, label: string }>, keyStages: Array<{ __typename: 'Code', code: string }>, vacancies: Array<{ __typename: 'Vacancy', id: string, placesBand: PlacesBand, availableFrom: string, freshness: Freshness }> }> } } | null };

export type ProviderPageQueryVariables = Exact<{
  filter?: ProviderFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type ProviderPageQuery = { __typename: 'Query', providers: { __typename: 'ProviderConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ __typename: 'Provider', id: string, version: number, name: string, urn: string | null, ukprn: string | null, isDemonstration: boolean, updatedAt: string, settingType: { __typename: 'Code', code: string, label: string }, localAuthority: { __typename: 'LocalAuthority', code: string, name: string } }> } };

export type VacancyPageQueryVariables = Exact<{
  filter?: VacancyFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type VacancyPageQuery = { __typename: 'Query', vacancies: { __typename: 'VacancyConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ __typename: 'Vacancy', id: string, version: number, state: VacancyState, placesBand: PlacesBand, availableFrom: string, minYear: number, maxYear: number, confirmedAt: string | null, expiresAt: string | null, freshness: Freshness, isDemonstration: boolean, updatedAt: string, unit: { __typename: 'Code', code: string, label: string }, site: { __typename: 'Site', id: string, name: string } | null, offering: { __typename: 'Offering', id: string, title: string, provider: { __typename: 'Provider', id: string, name: string } | null } | null }> } };

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
  __typename
  codeList(name: $name, validOn: $validOn) {
    __typename
    code
    label
    description
    source
    validFrom
    validTo
  }
}
    `, {"documentId":"sha256:6f069e70af01b825eea11c3100d8c6e35d687683de01a3e321fe4b2999d0f015"}) as unknown as TypedDocumentString<CodeListQuery, CodeListQueryVariables>;
export const CompareOfferingsDocument = new TypedDocumentString(`
    query CompareOfferings($offerings: [ID!]!, $profile: MatchProfile!) {
  __typename
  compare(offerings: $offerings, profile: $profile) {
    __typename
    userErrors {
      __typename
      field
      code
      message
    }
    disclaimer
    algorithmVersion
    matches {
      __typename
      score
      scoreAtLeast
      scoreAtMost
      listingSentence
      offering {
        __typename
        id
        title
      }
      provider {
        __typename
        name
      }
      site {
        __typename
        name
        town
      }
    }
    rows {
      __typename
      kind
      weight
      isHard
      cells {
        __typename
        verdict
        value
        points
        sentence
      }
    }
    terms {
      __typename
      kind
      cells
    }
  }
}
    `, {"documentId":"sha256:98d092f869042f0c25552cd8502e5507c564cb83ffedb9431f1722a61525ea26"}) as unknown as TypedDocumentString<CompareOfferingsQuery, CompareOfferingsQueryVariables>;
export const FacetsDocument = new TypedDocumentString(`
    query Facets($text: String, $near: NearInput, $filter: SearchFilter, $fields: [FacetName!]!, $mode: FacetMode) {
  __typename
  search(
    text: $text
    near: $near
    filter: $filter
    facets: {fields: $fields, mode: $mode}
    first: 1
  ) {
    __typename
    userErrors {
      __typename
      field
      code
      message
    }
    totalCount
    facets {
      __typename
      name
      values {
        __typename
        value
        label
        count
      }
    }
  }
}
    `, {"documentId":"sha256:6e34df4d4e9e2de9e81ee708cde1de01eeb424bb00326cf3ffe0d4480bbe2943"}) as unknown as TypedDocumentString<FacetsQuery, FacetsQueryVariables>;
export const NearbyProvisionDocument = new TypedDocumentString(`
    query NearbyProvision($text: String, $near: NearInput, $filter: SearchFilter, $sort: SearchSort, $first: Int! = 20, $after: String) {
  __typename
  search(
    text: $text
    near: $near
    filter: $filter
    sort: $sort
    first: $first
    after: $after
  ) {
    __typename
    userErrors {
      __typename
      field
      code
      message
    }
    understood {
      __typename
      place {
        __typename
        label
        precision
        latitude
        longitude
        district {
          __typename
          name
        }
      }
      area
      radiusMetres
      concepts {
        __typename
        said
        label
        explanation
      }
      words
      ignoredWords
    }
    totalCount
    nodes {
      __typename
      distanceMetres
      reachedBy
      matchedNeeds {
        __typename
        code
        label
      }
      matchedBecause {
        __typename
        kind
        sentence
      }
      nextVacancy {
        __typename
        id
        placesBand
        unit {
          __typename
          label
        }
        availableFrom
        freshness
      }
      offering {
        __typename
        id
        title
        tier {
          __typename
          label
        }
        minYear
        maxYear
        priceBand {
          __typename
          label
          minDailyPence
          maxDailyPence
        }
        isDemonstration
      }
      provider {
        __typename
        id
        name
        settingType {
          __typename
          label
        }
      }
      site {
        __typename
        id
        name
        town
        outcode
        district {
          __typename
          name
        }
      }
    }
    wider {
      __typename
      radiusMetres
      count
    }
    pageInfo {
      __typename
      hasNextPage
      endCursor
    }
  }
}
    `, {"documentId":"sha256:d95d120b15f7999113aa7ed67603748bc65ad9b17c7d54505f5244106bca610a"}) as unknown as TypedDocumentString<NearbyProvisionQuery, NearbyProvisionQueryVariables>;
export const NeedsMatchDocument = new TypedDocumentString(`
    query NeedsMatch($profile: MatchProfile!, $first: Int! = 20) {
  __typename
  match(profile: $profile, first: $first) {
    __typename
    userErrors {
      __typename
      field
      code
      message
    }
    disclaimer
    algorithmVersion
    order
    understood {
      __typename
      place {
        __typename
        label
        precision
      }
      area
      radiusMetres
      hard
    }
    considered
    totalCount
    matches {
      __typename
      score
      scoreAtLeast
      scoreAtMost
      parts {
        __typename
        kind
        verdict
        points
        weight
        sentence
      }
      distanceMetres
      reachedBy
      listingSentence
      nextVacancy {
        __typename
        id
        placesBand
        availableFrom
        freshness
      }
      offering {
        __typename
        id
        title
        tier {
          __typename
          label
        }
        isDemonstration
      }
      provider {
        __typename
        id
        name
      }
      site {
        __typename
        id
        name
        town
      }
    }
    nearMisses {
      __typename
      kind
      count
      sentence
    }
  }
}
    `, {"documentId":"sha256:0f0df278033f9f833d6d4b208a51407c08f799f27afdab15e78774e141d94a92"}) as unknown as TypedDocumentString<NeedsMatchQuery, NeedsMatchQueryVariables>;
export const OfferingPageDocument = new TypedDocumentString(`
    query OfferingPage($filter: OfferingFilter, $first: Int! = 20, $after: String) {
  __typename
  offerings(filter: $filter, first: $first, after: $after) {
    __typename
    totalCount
    pageInfo {
      __typename
      hasNextPage
      endCursor
    }
    nodes {
      __typename
      id
      version
      title
      tier {
        __typename
        code
        label
      }
      primaryNeeds {
        __typename
        code
        label
      }
      deliveryModes {
        __typename
        code
      }
      minYear
      maxYear
      provider {
        __typename
        id
        name
      }
      sites(first: 10) {
        __typename
        nodes {
          __typename
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
    `, {"documentId":"sha256:6f4d880b58399c0d8e8b8d8df20a43208da40b9fc92a6c536048a3b9efbfc663"}) as unknown as TypedDocumentString<OfferingPageQuery, OfferingPageQueryVariables>;
export const PlaceByPostcodeDocument = new TypedDocumentString(`
    query PlaceByPostcode($postcode: String!) {
  __typename
  place(by: {postcode: $postcode}) {
    __typename
    label
    precision
    latitude
    longitude
    district {
      __typename
      code
      name
    }
    localAuthority {
      __typename
      code
      name
    }
    planningArea {
      __typename
      id
      name
    }
  }
}
    `, {"documentId":"sha256:e0ccf401ef5434b962fc83a7f2c8625ab98b8d4d8ff781a3aa1e2d910034cb10"}) as unknown as TypedDocumentString<PlaceByPostcodeQuery, PlaceByPostcodeQueryVariables>;
export const ProfileFromTextDocument = new TypedDocumentString(`
    query ProfileFromText($text: String!) {
  __typename
  matchText(text: $text) {
    __typename
    userErrors {
      __typename
      field
      code
      message
    }
    safety
    profile {
      __typename
      needs {
        __typename
        code
        weight
      }
      circumstances
      tier
      referralRoute
      yearGroup
      age
      near {
        __typename
        place {
          __typename
          postcode
          name
          schoolUrn
          point {
            __typename
            latitude
            longitude
          }
        }
      }
    }
    place
    chips {
      __typename
      kind
      use
      said
      label
      sentence
      codes {
        __typename
        list
        code
        label
      }
      choices {
        __typename
        list
        code
        label
      }
    }
    leftOut
  }
}
    `, {"documentId":"sha256:3a7fcc3b3e857a4b2fa9beb2ed4e5deaf4c5c8eb479bf50fabd701a59ea702d2"}) as unknown as TypedDocumentString<ProfileFromTextQuery, ProfileFromTextQueryVariables>;
export const ProviderByUrnDocument = new TypedDocumentString(`
    query ProviderByUrn($urn: String!) {
  __typename
  provider(by: {urn: $urn}) {
    __typename
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
      __typename
      code
      label
    }
    registration {
      __typename
      code
      label
    }
    localAuthority {
      __typename
      code
      name
    }
    contacts {
      __typename
      role
      email
      telephone
    }
    sites(first: 50) {
      __typename
      nodes {
        __typename
        id
        name
        town
        outcode
        addressVisibility
        accessibility {
          __typename
          label
        }
        district {
          __typename
          name
        }
        planningArea {
          __typename
          name
        }
      }
    }
    offerings(first: 50) {
      __typename
      nodes {
        __typename
        id
        title
        tier {
          __typename
          label
        }
        primaryNeeds {
          __typename
          code
          label
        }
        keyStages {
          __typename
          code
        }
        vacancies {
          __typename
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
    `, {"documentId":"sha256:7ab7e2165a6c04f24fd89e0467b0699c485947b0a7eb669e80c2b458ca20ae01"}) as unknown as TypedDocumentString<ProviderByUrnQuery, ProviderByUrnQueryVariables>;
export const ProviderPageDocument = new TypedDocumentString(`
    query ProviderPage($filter: ProviderFilter, $first: Int! = 20, $after: String) {
  __typename
  providers(filter: $filter, first: $first, after: $after) {
    __typename
    totalCount
    pageInfo {
      __typename
      hasNextPage
      endCursor
    }
    nodes {
      __typename
      id
      version
      name
      urn
      ukprn
      settingType {
        __typename
        code
        label
      }
      localAuthority {
        __typename
        code
        name
      }
      isDemonstration
      updatedAt
    }
  }
}
    `, {"documentId":"sha256:3e3e9f80cab31cf82ccc0dd57ba27c46baa9a8d23889e4942cbc63369beb6088"}) as unknown as TypedDocumentString<ProviderPageQuery, ProviderPageQueryVariables>;
export const VacancyPageDocument = new TypedDocumentString(`
    query VacancyPage($filter: VacancyFilter, $first: Int! = 20, $after: String) {
  __typename
  vacancies(filter: $filter, first: $first, after: $after) {
    __typename
    totalCount
    pageInfo {
      __typename
      hasNextPage
      endCursor
    }
    nodes {
      __typename
      id
      version
      state
      placesBand
      unit {
        __typename
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
        __typename
        id
        name
      }
      offering {
        __typename
        id
        title
        provider {
          __typename
          id
          name
        }
      }
      isDemonstration
      updatedAt
    }
  }
}
    `, {"documentId":"sha256:083d5ae988ae96dfd93ebd5de2f9826e11c1a768c8961b3582191d204ca8ba54"}) as unknown as TypedDocumentString<VacancyPageQuery, VacancyPageQueryVariables>;