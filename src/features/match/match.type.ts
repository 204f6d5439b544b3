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
  NEEDS: 'Whether the offering is designed for the needs, or also caters for them.',
  CIRCUMSTANCES: 'Whether the offering says that it caters for the circumstances.',
  YEARS: 'Whether the offering takes the year group or age.',
  TIER: 'Whether the offering belongs to the tier wanted.',
  DISTANCE: 'How far away the offering is, or whether it serves the area by outreach or online.',
  VACANCY: 'Whether the offering has a place in time, and how recently that was confirmed.',
  DAYS: 'Whether the offering runs on enough days, and on the days wanted.',
  REFERRAL_ROUTE: 'Whether the offering takes referrals through the route.',
  EHC_PLAN: 'Whether the offering’s rule on EHC plans allows the pupil.',
});

const Verdict = enumOf(verdicts, 'MatchVerdict', 'How well a part fits.', {
  MET: 'It fits in full.',
  PARTIAL:
    'It fits in part. A site that is acceptable but too far away to bring points is PARTIAL too: the sentence says how distance counts.',
  UNMET: 'It is known not to fit.',
  UNKNOWN: 'The register does not say. The part counts half and never as unmet. Ask the provider.',
});

const TermKind = enumOf(termKinds, 'TermKind', 'What a term of an offering is about.', {
  PRICE: 'The price, without VAT and transport.',
  HOURS: 'The hours a week.',
  GROUP_SIZE: 'The largest number of pupils in a group.',
  LENGTH: 'The usual and the longest placement, in weeks.',
});

/** What was wrong with a match. */
export const MatchUserErrorType = userErrorType('Match', 'a match');

@ObjectType('MatchPart', {
  description: 'A part of a score, with the reason for it.',
  simpleResolvers: true,
})
export class MatchPartType {
  @Field(() => PartKindName, { description: 'What the part is about.' })
  kind: string;

  @Field(() => Float, {
    description:
      'The most points that the part can bring. All parts that the profile asks for add up to 100.',
  })
  weight: number;

  @Field(() => Boolean, { description: 'Whether the part is a hard condition of the profile.' })
  isHard: boolean;

  @Field(() => Verdict, { description: 'How well the offering fits.' })
  verdict: keyof typeof Verdict;

  @Field(() => Float, {
    nullable: true,
    description: 'How well the offering fits, from 0 to 1; null if unknown.',
  })
  value: number | null;

  @Field(() => Float, {
    description:
      'The points that the part brings, to one decimal place. The points of all parts add up to the score.',
  })
  points: number;

  @Field(() => String, { description: 'The reason in one plain sentence, to show to people.' })
  sentence: string;
}

@ObjectType('Match', {
  description:
    'An offering at the site where it fits best. A match is advice: commissioners must make their own checks.',
})
export class MatchType {
  @Field(() => OfferingType, { description: 'The offering that was scored.', simple: true })
  offering: OfferingType;

  @Field(() => SiteType, {
    nullable: true,
    description: 'The site; null if the offering has no site.',
    simple: true,
  })
  site: SiteType | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Metres in a straight line to `Site.publicPosition` (haversine, R = 6,371,000 m); null if there is no place, no site or no position, or if pupils do not travel to it.',
    simple: true,
  })
  distanceMetres: number | null;

  @Field(() => ReachedBy, {
    nullable: true,
    description:
      'How the offering can be reached; null if no place or area was given, or if it is out of reach.',
    simple: true,
  })
  reachedBy: string | null;
}

@ObjectType('NearMiss', {
  description: 'How many more offerings would fit if one hard condition were relaxed.',
  simpleResolvers: true,
})
export class NearMissType {
  @Field(() => PartKindName, { description: 'The hard condition.' })
  kind: string;

  @Field(() => Int, { description: 'How many more offerings would fit.' })
  count: number;

  @Field(() => String, {
    description: 'One plain sentence, such as “3 more would fit if you looked 6 km further”.',
  })
  sentence: string;
}

@ObjectType('MatchUnderstanding', { description: 'What a profile was understood as.', simpleResolvers: true })
export class MatchUnderstandingType {
  @Field(() => PlaceType, { nullable: true, description: 'The place; null if an area or nothing was given.' })
  place: PlaceType | null;

  @Field(() => String, { nullable: true, description: 'The name of the area; null if no area was given.' })
  area: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The farthest acceptable distance in metres; null if there is none.',
  })
  radiusMetres: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'How distances are measured: sentences to show next to them; null if there are no distances.',
  })
  distances: string | null;

  @Field(() => [PartKindName], { description: 'The hard conditions that were applied.' })
  hard: string[];
}

@ObjectType('MatchResults', {
  description:
    'The offerings that best fit a profile, with reasons. This is a shortlist without pages: use a larger `first` to get more of it.',
  simpleResolvers: true,
})
export class MatchResultsType {
  @Field(() => Int, { description: 'How many listed offerings were weighed.' })
  considered: number;

  @Field(() => Int, {
    description: 'How many of them pass the hard conditions. `matches` has the best of these.',
  })
  totalCount: number;

  @Field(() => [MatchType], {
    description:
      'The matches, in the order that `order` explains. Equals are in a random order that changes each day.',
  })
  matches: MatchType[];

  @Field(() => [NearMissType], {
    description:
      'How many more would fit if one hard condition were relaxed, largest number first; empty if none would.',
  })
  nearMisses: NearMissType[];
}

@ObjectType('ComparisonRow', {
  description: 'One part of the score for all offerings compared.',
  simpleResolvers: true,
})
export class ComparisonRowType {
  @Field(() => PartKindName, { description: 'What the part is about.' })
  kind: string;

  @Field(() => Float, { description: 'The most points that the part can bring.' })
  weight: number;

  @Field(() => Boolean, {
    description: 'Whether the part is a hard condition. A comparison leaves no offering out.',
  })
  isHard: boolean;

  @Field(() => [MatchPartType], { description: 'One cell for each offering, in the order of `matches`.' })
  cells: MatchPartType[];
}

@ObjectType('TermRow', { description: 'One term for all offerings compared.', simpleResolvers: true })
export class TermRowType {
  @Field(() => TermKind, { description: 'What the term is about.' })
  kind: string;

  @Field(() => [String], {
    nullable: 'items',
    description:
      'One text for each offering, in the order of `matches`; null if the provider does not state it.',
  })
  cells: (string | null)[];
}

@ObjectType('Comparison', { description: 'Offerings side by side, with the same rows for each.' })
export class ComparisonType {
  @Field(() => [MatchType], {
    description: 'The offerings with their scores, in the order in which they were given.',
    simple: true,
  })
  matches: MatchType[];
}
