import { Field, Float, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../platform/graphql/enum.js';
import { userErrorType } from '../../platform/graphql/user-error.js';
import { OfferingType } from '../offering/offering.type.js';
import { PlaceType } from '../place/place.type.js';
import { SiteType } from '../provider/provider.type.js';
import { ReachedBy } from '../search/search.type.js';
import { partKinds } from './match.rules.js';
import { verdicts } from './match.score.js';
import { termKinds } from './offering-terms.js';

const PartKindName = enumOf(partKinds, 'MatchPartKind', 'What a part of a score is about.', {
  NEEDS: 'Whether it is made for the needs, or also caters for them.',
  CIRCUMSTANCES: 'Whether it says that it caters for the circumstances.',
  YEARS: 'Whether it takes the year group or age.',
  TIER: 'Whether it is of the tier wanted.',
  DISTANCE: 'How far away it is, or whether it comes to the pupil.',
  VACANCY: 'Whether it has a place in time, and how far that can be relied on.',
  DAYS: 'Whether it runs on enough days, and on those wanted.',
  ROUTE: 'Whether it takes the referral.',
  EHC_PLAN: 'Whether its rule on EHC plans lets the pupil in.',
});

const Verdict = enumOf(verdicts, 'MatchVerdict', 'How well a part fits.', {
  MET: 'In full.',
  PARTIAL: 'In part.',
  UNMET: 'It is known not to fit.',
  UNKNOWN: 'The register does not say: it counts half, is never counted as unmet, and is worth asking.',
});

const TermKind = enumOf(termKinds, 'TermKind', 'What a term of an offering is about.');

/** What was wrong with a match. */
export const MatchUserErrorType = userErrorType('Match', {
  about: 'a match',
  why: 'Why a match could not be carried out.',
  codes: [
    'INVALID',
    'UNKNOWN_CODE',
    'EXPIRED_CODE',
    'NOT_FOUND',
    'MALFORMED_POSTCODE',
    'UNKNOWN_POSTCODE',
    'UNKNOWN_PLACE',
    'AMBIGUOUS_PLACE',
    'UNKNOWN_SCHOOL',
    'SCHOOL_WITHOUT_POSITION',
  ],
});

@ObjectType('MatchPart', {
  description: 'A part of a score, and why it is what it is.',
  simpleResolvers: true,
})
export class MatchPartType {
  @Field(() => PartKindName, { description: 'What it is about.' })
  kind: string;

  @Field(() => Float, {
    description: 'Points it can bring. Those of all parts that were asked add up to 100.',
  })
  weight: number;

  @Field(() => Boolean, { description: 'Whether it was a hard condition.' })
  isHard: boolean;

  @Field(() => Verdict, { description: 'How well it fits.' })
  verdict: keyof typeof Verdict;

  @Field(() => Float, { nullable: true, description: 'How well it fits, 0 to 1; null when unknown.' })
  value: number | null;

  @Field(() => Float, {
    description: 'Points it brings, to a tenth. The points of all parts add up to the score.',
  })
  points: number;

  @Field(() => String, { description: 'One plain sentence that says why.' })
  sentence: string;
}

@ObjectType('Match', {
  description:
    'An offering, at the site where it fits best. A match is advice: commissioners make their own checks.',
})
export class MatchType {
  @Field(() => OfferingType, { description: 'The offering.', simple: true })
  offering: OfferingType;

  @Field(() => SiteType, {
    nullable: true,
    description: 'The site; null for provision without one.',
    simple: true,
  })
  site: SiteType | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Metres to `Site.publicPosition` as the crow flies (haversine, R = 6,371,000 m); null without a place, a site or its position.',
    simple: true,
  })
  distanceMetres: number | null;

  @Field(() => ReachedBy, {
    nullable: true,
    description: 'How it can be reached; null when no place was given, or when it is out of reach.',
    simple: true,
  })
  reachedBy: string | null;
}

@ObjectType('NearMiss', {
  description: 'What giving way in one hard condition would bring.',
  simpleResolvers: true,
})
export class NearMissType {
  @Field(() => PartKindName, { description: 'The condition.' })
  kind: string;

  @Field(() => Int, { description: 'How many offerings it would bring.' })
  count: number;

  @Field(() => String, { description: 'One plain sentence, such as “3 more within 6 km further”.' })
  sentence: string;
}

@ObjectType('MatchUnderstanding', { description: 'What a profile was understood as.', simpleResolvers: true })
export class MatchUnderstandingType {
  @Field(() => PlaceType, { nullable: true, description: 'The place; null when an area or none was given.' })
  place: PlaceType | null;

  @Field(() => String, { nullable: true, description: 'The area, when one was given.' })
  area: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Farthest acceptable distance in metres; null without one.',
  })
  farthestMetres: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'How distances are measured, in a sentence to show beside them; null when none are.',
  })
  distances: string | null;

  @Field(() => [PartKindName], { description: 'The hard conditions that were applied.' })
  hard: string[];
}

@ObjectType('MatchResults', {
  description: 'The offerings that fit a profile best, with reasons.',
  simpleResolvers: true,
})
export class MatchResultsType {
  @Field(() => Int, { description: 'How many listed offerings were weighed.' })
  considered: number;

  @Field(() => Int, {
    description: 'How many of them pass the hard conditions; the best of these are shown.',
  })
  totalCount: number;

  @Field(() => [MatchType], {
    description: 'Highest score first; the order among equals is drawn anew each day.',
  })
  matches: MatchType[];

  @Field(() => [NearMissType], {
    description: 'What giving way in one hard condition would bring, most first; empty when nothing would.',
  })
  nearMisses: NearMissType[];
}

@ObjectType('ComparisonRow', {
  description: 'One part of the score across all offerings compared.',
  simpleResolvers: true,
})
export class ComparisonRowType {
  @Field(() => PartKindName, { description: 'What it is about.' })
  kind: string;

  @Field(() => Float, { description: 'Points it can bring.' })
  weight: number;

  @Field(() => Boolean, { description: 'Whether it was a hard condition; in a comparison none leaves out.' })
  isHard: boolean;

  @Field(() => [MatchPartType], { description: 'One for each offering, in their order.' })
  cells: MatchPartType[];
}

@ObjectType('TermRow', { description: 'A term across all offerings compared.', simpleResolvers: true })
export class TermRowType {
  @Field(() => TermKind, { description: 'What it is about.' })
  kind: string;

  @Field(() => [String], {
    nullable: 'items',
    description: 'One for each offering, in their order; null when it is not stated.',
  })
  cells: (string | null)[];
}

@ObjectType('Comparison', { description: 'Offerings side by side: the same rows for all of them.' })
export class ComparisonType {
  @Field(() => [MatchType], { description: 'The offerings, in the order they were given.', simple: true })
  matches: MatchType[];
}
