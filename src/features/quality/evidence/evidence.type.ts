import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import { CodeType } from '../../vocabulary/vocabulary.type.js';
import { EvidenceStateName, OfficerRoleName, payloadOf, QualityRecordType } from '../record/quality.type.js';

@ObjectType('Evidence', {
  description:
    'That a provider has shown evidence of a kind, and until when it holds; never its number or contents. Needs quality.read. Class: commissioner.',
  simpleResolvers: true,
})
export class EvidenceType extends QualityRecordType {
  @Field(() => LocalDate, { description: 'The day from which it holds.' })
  issuedOn: string;

  @Field(() => LocalDate, { nullable: true, description: 'The last day it holds; null: it has no end.' })
  expiresOn: string | null;

  @Field(() => EvidenceStateName, { description: 'How far it was verified.' })
  state: string;

  @Field(() => OfficerRoleName, {
    nullable: true,
    description: 'In which role it was verified; null: it was not.',
  })
  verifiedBy: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The day it was last verified.' })
  verifiedOn: string | null;

  @Field(() => String, { description: 'A remark.' })
  note: string;

  @Field(() => Boolean, {
    description:
      'True when it is out and nothing else of its kind holds, listings follow its kind, and the provider is listed in the same register: the next daily look suspends it. What an officer enters suspends it at once, but for a certificate that had run out before.',
  })
  affectsListing: boolean;
}
/** A page of evidence. */
export const EvidenceConnection = connectionOf(EvidenceType, 'Evidence');
/** What came of a change to evidence. */
export const EvidencePayload = payloadOf(EvidenceType, 'evidence', 'EvidencePayload');

@ObjectType('EvidenceKind', {
  description: 'A kind of evidence, as a local authority has settled it. Class: commissioner.',
  simpleResolvers: true,
})
export class EvidenceKindType {
  @Field(() => CodeType, { description: 'The kind, of list EVIDENCE_KIND.' })
  kind: CodeType;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many months it usually holds; null: no source says so for sure, give the date.',
  })
  typicalMonths: number | null;

  @Field(() => Boolean, {
    description: 'Whether a listing is suspended when all its evidence of this kind has run out or failed.',
  })
  suspendsListing: boolean;

  @Field(() => Int, {
    description:
      'Listed providers of the register whose evidence of this kind is out: they would be suspended if listings followed it. Those that are suspended by evidence count too.',
  })
  listingsAffected: number;
}
/** What came of a change to a kind. */
export const EvidenceKindPayload = payloadOf(EvidenceKindType, 'evidenceKind', 'EvidenceKindPayload');
