import { z } from 'zod';
import { codeText } from '../../../platform/parse.js';
import { evidenceStates } from '../record/terms.entity.js';
import { thresholdLevels } from '../threshold/threshold.rules.js';

const kinds = z.array(codeText()).max(50);
const days = z.int().min(0).max(3_650);

/** What is known of the quality of an entry's provider, by the local authority whose register it is in. */
export const qualityFilter = z
  .strictObject({
    evidenceKind: kinds.optional().describe('With evidence of any of these kinds (list EVIDENCE_KIND).'),
    evidenceState: z
      .array(z.enum(evidenceStates))
      .max(5)
      .optional()
      .describe('With evidence in any of these states; of those kinds, where both are given.'),
    evidenceExpiresWithinDays: days
      .optional()
      .describe('With evidence that holds today and ends within so many days; of those kinds and states.'),
    evidenceOut: kinds
      .optional()
      .describe(
        'With evidence of any of these kinds that has run out or failed, while no other of its kind holds: whom a listing that follows the kind would leave.',
      ),
    evidenceMissing: kinds.optional().describe('Without any evidence of one of these kinds.'),
    suspendedByEvidence: z
      .boolean()
      .optional()
      .describe('Whether the provider is suspended because evidence ran out.'),
    readyToRestore: z
      .boolean()
      .optional()
      .describe('Whether it is so suspended, and all that its listing follows is in order again.'),
    reviewDueWithinDays: days
      .optional()
      .describe('With a planned review that is due today or within so many days.'),
    reviewOverdue: z.boolean().optional().describe('Whether the day of a planned review has passed.'),
    actionOverdue: z
      .boolean()
      .optional()
      .describe('Whether the day of an action that is not done has passed.'),
    safeguardingNotMet: z
      .boolean()
      .optional()
      .describe('Whether the last inspection on record found safeguarding not met.'),
    thresholdAdvice: z
      .array(z.enum(thresholdLevels))
      .max(4)
      .optional()
      .describe('Of a provider at any of these levels of advice, neither draft nor withdrawn.'),
  })
  .describe(
    'Quality of the provider, as its own local authority has it on record. Needs quality.read there.',
  );
