import { z } from 'zod';
import type { Choice } from '../../../platform/choice.js';
import { codeText, globalId } from '../../../platform/parse.js';
import { day, keeper } from '../record/quality.rules.js';
import { safeguardings } from '../record/quality.terms.js';

/** The grade of one area. */
export const judgementInput = z
  .strictObject({
    area: codeText().describe('Code of list INSPECTION_AREA.'),
    grade: codeText().describe('Code of list INSPECTION_GRADE.'),
  })
  .describe('The grade of one area.');

const contents = {
  framework: codeText().describe('Code of list INSPECTION_FRAMEWORK.'),
  inspectedOn: day.describe('The day of the inspection. If it took several days, the last one.'),
  safeguarding: z.enum(safeguardings).describe('What the inspection found about safeguarding.'),
  judgements: z
    .array(judgementInput)
    .max(20)
    .default([])
    .describe('Grades by area. An inspection has no single rating.'),
};
const oneForEach = ({ judgements }: { judgements: { area: string }[] }) =>
  new Set(judgements.map(({ area }) => area)).size === judgements.length;
const twice = { path: ['judgements'], message: 'Give only one grade for each area.' };

/** An inspection to record. */
export const inspectionInput = z
  .strictObject({
    localAuthority: keeper,
    provider: globalId.describe('The id of the provider that was inspected.'),
    ...contents,
  })
  .describe('An inspection to record.')
  .refine(oneForEach, twice);

/** The complete new contents of a recorded inspection. */
export const inspectionContents = z
  .strictObject(contents)
  .describe('The complete new contents of a recorded inspection.')
  .refine(oneForEach, twice);

/** Conditions for a list of inspections. A condition that is absent does not limit the list. */
export interface InspectionCriteria {
  readonly localAuthority?: Choice | undefined;
  /** Ids of providers. */
  readonly provider?: Choice | undefined;
}
