import { Field, Float, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { ProviderType } from '../provider/provider.type.js';
import { payloadType } from '../register/entry/payload.type.js';
import { type ReasonKind, reasonKinds, type Strength, strengths } from './duplicate.rules.js';
import { type PartKind, partKinds, takeableNames } from './merge.rules.js';

const ReasonEnum = enumOf(reasonKinds, 'DuplicateReasonKind', 'A reason why two entries may be duplicates.', {
  SAME_URN: 'Both have the same URN.',
  SAME_UKPRN: 'Both have the same UKPRN, and their URNs do not differ.',
  SAME_COMPANY_NUMBER: 'Both have the same company number, and no stronger number (URN, UKPRN) differs.',
  SAME_CHARITY_NUMBER:
    'Both have the same charity number, and no stronger number (URN, UKPRN, company number) differs.',
  SIMILAR_NAME:
    'Their names are similar. This always comes with SAME_POSTCODE, SAME_OUTCODE or SAME_LOCAL_AUTHORITY.',
  SAME_POSTCODE: 'Both have an office or site at the same postcode.',
  SAME_OUTCODE: 'Both have an office or site in the same outcode, and their names are nearly equal.',
  SAME_LOCAL_AUTHORITY:
    'Both are in the register of the same local authority, one of them has no known place, and their names are nearly equal.',
});
const StrengthEnum = enumOf(
  strengths,
  'DuplicateStrength',
  'How likely it is that two entries are duplicates.',
  {
    STRONG:
      'Very likely. The entries share a number that identifies a provider, or the same name at the same place.',
    LIKELY: 'Likely. The entries have very similar names at the same place, or the same name nearby.',
    POSSIBLE: 'Possible. Check the two entries.',
  },
);
const PartKindEnum = enumOf(
  partKinds,
  'ProviderPartKind',
  'The kind of a record that belongs to a provider.',
  {
    SITE: 'A site of the provider.',
    OFFERING: 'An offering of the provider.',
    CONTACT: 'A contact for one role and audience.',
    CHANGE_REQUEST: 'A change request about the provider, or about one of its sites or offerings.',
    LISTING_DECISION: 'A local authority’s decision to list the provider.',
    REVIEW: 'A local authority’s quality review of the provider.',
    EVIDENCE: 'A piece of evidence that a local authority keeps about the provider.',
    INSPECTION: 'An inspection of the provider.',
  },
);

/** The fields that the remaining entry can take over. */
export const TakeableEnum = enumOf(
  takeableNames,
  'ProviderMergeField',
  'A field that the remaining entry can take over from the entry that is merged into it.',
  {
    URN: 'The unique reference number of a school: 6 digits.',
    UKPRN: 'The UK provider reference number: 8 digits.',
    COMPANY_NUMBER: 'The number at Companies House.',
    CHARITY_NUMBER: 'The registered charity number.',
    NAME: 'The name that the provider is known by.',
    LEGAL_NAME: 'The name of the legal entity.',
    DESCRIPTION: 'The description of the provider.',
    POSTCODE: 'The postcode of the provider’s office.',
    WEBSITE: 'The address of the provider’s website.',
  },
);

@ObjectType('DuplicateReason', {
  description: 'A reason why two entries may be duplicates. Class: commissioner.',
  simpleResolvers: true,
})
export class ReasonType {
  @Field(() => ReasonEnum, { description: 'The kind of reason.' })
  kind: ReasonKind;

  @Field(() => Float, {
    nullable: true,
    description:
      'How similar the names are, 0 to 1: the share of three-letter pieces that both have. Null for other kinds of reason.',
  })
  similarity: number | null;

  @Field(() => String, { description: 'The reason as a sentence.' })
  sentence: string;
}

@ObjectType('DuplicateCandidate', {
  description: 'A possible duplicate of another entry. Class: commissioner.',
  simpleResolvers: true,
})
export class CandidateType {
  @Field(() => ProviderType, { description: 'The possible duplicate, in any state.' })
  provider: object;

  @Field(() => StrengthEnum, { description: 'How likely it is that the two entries are duplicates.' })
  strength: Strength;

  @Field(() => [ReasonType], { description: 'The reasons, strongest first.' })
  reasons: readonly ReasonType[];
}

@ObjectType('DuplicateDismissal', {
  description: 'A local authority’s finding that two entries are not duplicates. Class: commissioner.',
  simpleResolvers: true,
})
export class DismissalType {
  @Field(() => String, { description: 'The reason for setting the pair aside.' })
  reason: string;

  @Field(() => String, {
    description: 'The person or client that set the pair aside, as the change log names them.',
  })
  dismissedBy: string;

  @Field(() => DateTime, { description: 'When the pair was set aside.' })
  createdAt: Date;
}

@ObjectType('DuplicatePair', {
  description: 'Two entries that may be duplicates. Class: commissioner.',
  implements: NodeType,
  simpleResolvers: true,
})
export class PairType extends NodeType {
  @Field(() => ProviderType, { description: 'The entry that was created first (the one with the lower id).' })
  first: object;

  @Field(() => ProviderType, { description: 'The other entry.' })
  second: object;

  @Field(() => StrengthEnum, { description: 'How likely it is that the two entries are duplicates.' })
  strength: Strength;

  @Field(() => [ReasonType], { description: 'The reasons, strongest first.' })
  reasons: readonly ReasonType[];

  @Field(() => [DismissalType], {
    description:
      'The findings of the local authorities in your reach that set the pair aside. Empty if none did.',
  })
  dismissals: readonly DismissalType[];
}
/** A page of pairs. */
export const PairConnection = connectionOf(PairType, 'DuplicatePair', {
  one: 'a pair of possible duplicates',
  many: 'pairs of possible duplicates',
});

@ObjectType('MovedParts', {
  description: 'How many records of one kind moved from one provider to another.',
  simpleResolvers: true,
})
export class MovedPartsType {
  @Field(() => PartKindEnum, { description: 'The kind of record.' })
  kind: PartKind;

  @Field(() => Int, { description: 'How many of them moved. Records that you cannot see are not counted.' })
  count: number;
}

@ObjectType('LeftPart', {
  description: 'A record that did not move, and stayed with the merged entry.',
  simpleResolvers: true,
})
export class LeftPartType {
  @Field(() => PartKindEnum, { description: 'The kind of record.' })
  kind: PartKind;

  @Field(() => String, { description: 'The name or other text that people know the record by.' })
  name: string;

  @Field(() => String, { description: 'What happened to the record, and why.' })
  sentence: string;
}

const provider = {
  type: () => ProviderType,
  description: 'The remaining entry. Null if nothing was done.',
};
const moved = {
  type: () => [MovedPartsType],
  description:
    'How many records moved, by kind. Quality records are counted only if you may read them in the local authority that keeps them. Null if nothing was done.',
};
/** The result of a merge. */
export const MergePayload = payloadType('ProviderMerge', {
  provider,
  merged: {
    type: () => ProviderType,
    description: 'The entry that was merged. It is now withdrawn. Null if nothing was done.',
  },
  moved,
  left: {
    type: () => [LeftPartType],
    description:
      'The records that stayed with the merged entry, because the remaining one has its own. Null if nothing was done.',
  },
});
/** The result of a split. */
export const SplitPayload = payloadType('ProviderSplit', {
  provider,
  restored: {
    type: () => ProviderType,
    description: 'The entry that was brought back. Null if nothing was done.',
  },
  moved,
});
const dismissals = {
  type: () => [DismissalType],
  description:
    'The findings that were recorded or removed, one for each of your local authorities. Null if nothing was done.',
};
/** The result of setting a pair aside. */
export const DismissPayload = payloadType('DuplicateDismiss', { dismissals });
/** The result of bringing a pair back. */
export const ReinstatePayload = payloadType('DuplicateReinstate', { dismissals });
