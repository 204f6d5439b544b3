import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { ProviderType } from '../provider/provider.type.js';
import { payloadType } from '../register/entry/payload.type.js';
import { type ReasonKind, reasonKinds, type Strength, strengths } from './duplicate.rules.js';
import { type PartKind, partKinds, takeableNames } from './merge.rules.js';

const ReasonEnum = enumOf(reasonKinds, 'DuplicateReasonKind', 'Why two entries may be the same.', {
  SAME_URN: 'One URN.',
  SAME_UKPRN: 'One UKPRN, and not two URNs.',
  SAME_COMPANY_NUMBER: 'One company number, and no stronger number that differs.',
  SAME_CHARITY_NUMBER: 'One charity number, and no stronger number that differs.',
  SIMILAR_NAME: 'Names that are alike; always with one of the following.',
  SAME_POSTCODE: 'One postcode, of an office or of a site.',
  SAME_OUTCODE: 'Neighbouring postcodes, and names that are nearly equal.',
  SAME_LOCAL_AUTHORITY: 'One register, no place known of one of them, and names that are nearly equal.',
});
const StrengthEnum = enumOf(
  strengths,
  'DuplicateStrength',
  'How much speaks for two entries being the same.',
  {
    STRONG: 'A number that identifies, or the same name at the same place.',
    LIKELY: 'Names that are much alike at the same place, or the same name nearby.',
    POSSIBLE: 'Worth a look.',
  },
);
const PartKindEnum = enumOf(partKinds, 'ProviderPartKind', 'What belongs to a provider.');

/** Fields that the entry that stays may take over. */
export const TakeableEnum = enumOf(
  takeableNames,
  'ProviderMergeField',
  'A field that the entry that stays may take over.',
);

@ObjectType('DuplicateReason', {
  description: 'Something that speaks for two entries being the same. Class: commissioner.',
  simpleResolvers: true,
})
export class ReasonType {
  @Field(() => ReasonEnum, { description: 'What kind of reason.' })
  kind: ReasonKind;

  @Field(() => Float, {
    nullable: true,
    description:
      'How alike the names are, 0 to 1: the share of three-letter pieces that both have. Null for others.',
  })
  similarity: number | null;

  @Field(() => String, { description: 'The reason as a sentence.' })
  sentence: string;
}

@ObjectType('DuplicateCandidate', {
  description: 'An entry that may be the same as another one. Class: commissioner.',
  simpleResolvers: true,
})
export class CandidateType {
  @Field(() => ProviderType, { description: 'The entry, in whatever state.' })
  provider: object;

  @Field(() => StrengthEnum, { description: 'How much speaks for it.' })
  strength: Strength;

  @Field(() => [ReasonType], { description: 'What speaks for it, the strongest first.' })
  reasons: readonly ReasonType[];
}

@ObjectType('DuplicateDismissal', {
  description: 'That a local authority has found two entries to be two. Class: commissioner.',
  simpleResolvers: true,
})
export class DismissalType {
  @Field(() => String, { description: 'Code of the local authority.' })
  localAuthorityCode: string;

  @Field(() => String, { description: 'Why.' })
  reason: string;

  @Field(() => String, { description: 'Who set the pair aside, as the change log names them.' })
  dismissedBy: string;

  @Field(() => DateTime, { description: 'When.' })
  createdAt: Date;
}

@ObjectType('DuplicatePair', {
  description: 'Two entries that may be the same. Class: commissioner.',
  simpleResolvers: true,
})
export class PairType {
  @Field(() => ID, { description: 'Stands for these two entries, always.' })
  id: string;

  @Field(() => ProviderType, { description: 'The entry that was made first.' })
  first: object;

  @Field(() => ProviderType, { description: 'The other one.' })
  second: object;

  @Field(() => StrengthEnum, { description: 'How much speaks for it.' })
  strength: Strength;

  @Field(() => [ReasonType], { description: 'What speaks for it, the strongest first.' })
  reasons: readonly ReasonType[];

  @Field(() => [DismissalType], {
    description:
      'By which of the local authorities that you read it was set aside; empty in the list of open ones.',
  })
  dismissals: readonly DismissalType[];
}
/** A page of pairs. */
export const PairConnection = connectionOf(PairType, 'DuplicatePair');

@ObjectType('MovedParts', { description: 'How many parts of a provider moved.', simpleResolvers: true })
export class MovedPartsType {
  @Field(() => PartKindEnum, { description: 'What kind of parts.' })
  kind: PartKind;

  @Field(() => Int, { description: 'How many of them that you may know of.' })
  count: number;
}

@ObjectType('LeftPart', {
  description: 'A part of a provider that did not move as it was.',
  simpleResolvers: true,
})
export class LeftPartType {
  @Field(() => PartKindEnum, { description: 'What kind of part.' })
  kind: PartKind;

  @Field(() => String, { description: 'What it is known by.' })
  name: string;

  @Field(() => String, { description: 'What became of it, and why.' })
  sentence: string;
}

const provider = {
  type: () => ProviderType,
  description: 'The entry that stays; null when nothing was done.',
};
const moved = {
  type: () => [MovedPartsType],
  description:
    'What moved, by kind; quality records of your own local authorities only. Null when nothing was done.',
};
/** What a merge answers. */
export const MergePayload = payloadType('ProviderMerge', {
  provider,
  merged: {
    type: () => ProviderType,
    description: 'The entry that went, withdrawn; null when nothing was done.',
  },
  moved,
  left: {
    type: () => [LeftPartType],
    description:
      'What stayed with the entry that went, or lost its external reference. Null when nothing was done.',
  },
});
/** What a split answers. */
export const SplitPayload = payloadType('ProviderSplit', {
  provider,
  restored: {
    type: () => ProviderType,
    description: 'The entry that came back; null when nothing was done.',
  },
  moved,
});
const dismissals = {
  type: () => [DismissalType],
  description: 'By which local authorities of yours; null when nothing was done.',
};
/** What setting a pair aside answers. */
export const DismissPayload = payloadType('DuplicateDismiss', { dismissals });
/** What bringing a pair back answers. */
export const ReinstatePayload = payloadType('DuplicateReinstate', { dismissals });
