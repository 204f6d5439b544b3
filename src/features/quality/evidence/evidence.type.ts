import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { NodeType } from '../../../platform/graphql/node.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import { CodeType } from '../../vocabulary/vocabulary.type.js';
import { EvidenceStateName, OfficerRoleName, payloadOf, QualityRecordType } from '../record/quality.type.js';

@ObjectType('Evidence', {
  description:
    'A record that a provider has shown a kind of evidence, and how long it is valid. It never holds a certificate number or the contents. Needs quality.read. Class: commissioner.',
  implements: NodeType,
  simpleResolvers: true,
})
export class EvidenceType extends QualityRecordType {
  @Field(() => LocalDate, { description: 'The first day the evidence is valid.' })
  issuedOn: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The last day the evidence is valid. Null if it does not expire.',
  })
  expiresOn: string | null;

  @Field(() => EvidenceStateName, { description: 'How far the evidence has been verified.' })
  state: string;

  @Field(() => OfficerRoleName, {
    nullable: true,
    description: 'The role of the officer who verified the evidence. Null if it has not been verified.',
  })
  verifiedBy: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The day the evidence was last verified. Null if it has not been verified.',
  })
  verifiedOn: string | null;

  @Field(() => String, { description: 'A remark. Empty if there is none.' })
  note: string;

  @Field(() => Boolean, {
    description:
      'True if the evidence is no longer valid, no other evidence of its kind is valid, listings depend on its kind, and the provider is listed in the same register. The next daily check then suspends the provider. What an officer enters suspends it at once, except when new evidence had already expired.',
  })
  affectsListing: boolean;
}
/** A page of evidence. */
export const EvidenceConnection = connectionOf(EvidenceType, 'Evidence', {
  one: 'a piece of evidence',
  many: 'pieces of evidence',
});
/** The result of a change to evidence. */
export const EvidencePayload = payloadOf(EvidenceType, 'evidence', 'EvidencePayload');

@ObjectType('EvidenceKind', {
  description: 'A kind of evidence, with the rule a local authority has set for it. Class: commissioner.',
  simpleResolvers: true,
})
export class EvidenceKindType {
  @Field(() => CodeType, { description: 'The kind of evidence: a code of list EVIDENCE_KIND.' })
  kind: CodeType;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many months this kind of evidence is usually valid. Null if no source gives a certain period: give `expiresOn` yourself.',
  })
  typicalMonths: number | null;

  @Field(() => Boolean, {
    description: 'Whether a listing is suspended when the provider has no valid evidence of this kind left.',
  })
  suspendsListing: boolean;

  @Field(() => Int, {
    description:
      'How many listed providers in the register had evidence of this kind but have none that is valid now. They would be suspended if listings depended on it. Providers that are already suspended because of evidence are included.',
  })
  listingsAffected: number;
}
/** The result of a change to a kind of evidence. */
export const EvidenceKindPayload = payloadOf(EvidenceKindType, 'evidenceKind', 'EvidenceKindPayload');
