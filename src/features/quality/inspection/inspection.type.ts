import { Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import { payloadOf, QualityRecordType, SafeguardingJudgement } from '../record/quality.type.js';

@ObjectType('InspectionJudgement', {
  description: 'The grade of one area. Class: commissioner.',
  simpleResolvers: true,
})
export class JudgementType {}

@ObjectType('Inspection', {
  description:
    'An inspection by Ofsted: judgements by area, never one rating. Needs quality.read. Class: commissioner.',
  simpleResolvers: true,
})
export class InspectionType extends QualityRecordType {
  @Field(() => LocalDate, { description: 'The day of the inspection, or its last.' })
  inspectedOn: string;

  @Field(() => SafeguardingJudgement, { description: 'What it says of safeguarding.' })
  safeguarding: string;
}
/** A page of inspections. */
export const InspectionConnection = connectionOf(InspectionType, 'Inspection');
/** What came of a change to an inspection. */
export const InspectionPayload = payloadOf(InspectionType, 'inspection', 'InspectionPayload');
