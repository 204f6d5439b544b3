import { Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { NodeType } from '../../../platform/graphql/node.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import { payloadOf, QualityRecordType, SafeguardingJudgement } from '../record/quality.type.js';

@ObjectType('InspectionJudgement', {
  description: 'The grade of one area. Class: commissioner.',
  simpleResolvers: true,
})
export class JudgementType {}

@ObjectType('Inspection', {
  description:
    'An inspection by Ofsted: grades by area, never a single rating. Needs quality.read. Class: commissioner.',
  implements: NodeType,
  simpleResolvers: true,
})
export class InspectionType extends QualityRecordType {
  @Field(() => LocalDate, {
    description: 'The day of the inspection. If it took several days, the last one.',
  })
  inspectedOn: string;

  @Field(() => SafeguardingJudgement, { description: 'What the inspection found about safeguarding.' })
  safeguarding: string;
}
/** A page of inspections. */
export const InspectionConnection = connectionOf(InspectionType, 'Inspection', {
  one: 'an inspection',
  many: 'inspections',
});
/** The result of a change to an inspection. */
export const InspectionPayload = payloadOf(InspectionType, 'inspection', 'InspectionPayload');
