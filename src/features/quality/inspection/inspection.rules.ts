import { z } from 'zod';
import { codeText, globalId } from '../../../platform/parse.js';
import { day, keeper } from '../record/quality.rules.js';
import { safeguardings } from '../record/terms.entity.js';

/** The grade of one area. */
export const judgementInput = z
  .strictObject({
    area: codeText().describe('Code of list INSPECTION_AREA.'),
    grade: codeText().describe('Code of list INSPECTION_GRADE.'),
  })
  .describe('The grade of one area.');

const contents = {
  framework: codeText().describe('Code of list INSPECTION_FRAMEWORK.'),
  inspectedOn: day.describe('The day of the inspection, or its last.'),
  safeguarding: z.enum(safeguardings).describe('What it says of safeguarding.'),
  judgements: z
    .array(judgementInput)
    .max(20)
    .default([])
    .describe('Grades by area. There is no single rating.'),
};
const oneForEach = ({ judgements }: { judgements: { area: string }[] }) =>
  new Set(judgements.map(({ area }) => area)).size === judgements.length;
const twice = { path: ['judgements'], message: 'Give one grade for each area.' };

/** An inspection to be recorded. */
export const inspectionInput = z
  .strictObject({
    localAuthority: keeper,
    provider: globalId.describe('Who was inspected.'),
    ...contents,
  })
  .describe('An inspection to be recorded.')
  .refine(oneForEach, twice);

/** All that a recorded inspection is to say from now on. */
export const inspectionContents = z
  .strictObject(contents)
  .describe('All that a recorded inspection is to say from now on.')
  .refine(oneForEach, twice);

/** Conditions of a list of inspections; what is absent does not narrow. */
export interface InspectionCriteria {
  readonly localAuthorityCode?: string;
  readonly providerId?: string;
}
