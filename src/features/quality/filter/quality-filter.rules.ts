import { z } from 'zod';
import { codeFilter, codesFilter } from '../../../platform/choice.js';
import { evidenceStates } from '../record/quality.terms.js';
import { thresholdLevels } from '../threshold/threshold.rules.js';

const days = z.int().min(0).max(3_650);

/** Conditions on the quality records of an entry's provider, kept by the local authority whose register it is in. */
export const qualityFilter = z
  .strictObject({
    evidenceKind: codeFilter
      .optional()
      .describe('Providers with evidence of these kinds (codes of list EVIDENCE_KIND).'),
    evidenceState: z
      .array(z.enum(evidenceStates))
      .max(5)
      .optional()
      .describe(
        'Providers with evidence in any of these states. If you also give `evidenceKind`, the same evidence must match both.',
      ),
    evidenceExpiresWithinDays: days
      .optional()
      .describe(
        'Providers with evidence that is valid today and expires within this many days. If you also give `evidenceKind` or `evidenceState`, the same evidence must match all of them.',
      ),
    evidenceOut: codesFilter
      .optional()
      .describe(
        'Providers with no valid evidence of a kind they once had: those that would be suspended if listings depended on it. Codes of list EVIDENCE_KIND.',
      ),
    evidenceMissing: codesFilter
      .optional()
      .describe('Providers with no evidence of these kinds, valid or not (codes of list EVIDENCE_KIND).'),
    suspendedByEvidence: z
      .boolean()
      .optional()
      .describe('Whether the provider is suspended because of evidence that has expired or failed.'),
    readyToRestore: z
      .boolean()
      .optional()
      .describe('Whether it was suspended for this reason and can now be restored.'),
    reviewDueWithinDays: days
      .optional()
      .describe('Providers with a planned review that is due today or within this many days.'),
    reviewOverdue: z
      .boolean()
      .optional()
      .describe('Whether the provider has a planned review that is overdue.'),
    actionOverdue: z
      .boolean()
      .optional()
      .describe('Whether the provider has an action that is overdue and not done.'),
    safeguardingNotMet: z
      .boolean()
      .optional()
      .describe('Whether the latest recorded inspection found that safeguarding was not met.'),
    thresholdAdvice: z
      .array(z.enum(thresholdLevels))
      .max(4)
      .optional()
      .describe(
        'Providers at any of these levels of advice. Drafts and withdrawn providers are never included.',
      ),
  })
  .describe(
    'Conditions on the provider’s quality records, as its own local authority keeps them. Needs quality.read there.',
  );
