import { z } from 'zod';
import { globalId, proseText } from '../../../platform/parse.js';
import { day, keeper } from '../record/quality.rules.js';
import { officerRoles, ratings } from '../record/terms.entity.js';
import type { Review } from './review.entity.js';

const dueOn = day.describe('The day by which it is to be done.');
const officerRole = z.enum(officerRoles).describe('In which role it is done; never a name.');
const note = proseText(3_000).default('').describe('Why. Text that seems to hold pupil data is refused.');
const principle = z.int().min(1).max(100).describe('Number of the principle in the framework of the review.');

/** A review to be planned. */
export const reviewPlan = z
  .strictObject({
    localAuthority: keeper,
    provider: globalId.describe('The provider to be reviewed.'),
    framework: globalId.describe('A published framework: national, or of the same local authority.'),
    dueOn,
    officerRole,
  })
  .describe('A review to be planned.');

/** What an officer found about a principle. */
export const findingInput = z
  .strictObject({ principle, finding: z.enum(ratings).describe('How far it is met.'), note })
  .describe('What an officer found about a principle.');

/** Changes to a planned review; what is left out stays as it is. */
export const reviewChanges = z
  .strictObject({
    dueOn: dueOn.optional(),
    officerRole: officerRole.optional(),
    summary: proseText(5_000)
      .optional()
      .describe('What was seen as a whole. Text that seems to hold pupil data is refused.'),
    findings: z
      .array(findingInput)
      .max(100)
      .optional()
      .describe('Findings to set; principles that are left out keep theirs.'),
  })
  .describe('Changes to a planned review; what is left out stays as it is.');

/** How a provider rates itself on a principle. */
export const selfRatingInput = z
  .strictObject({ principle, rating: z.enum(ratings).describe('How far it is met.'), note })
  .describe('How a provider rates itself on a principle.');

/** Ratings that a provider sets; principles that are left out keep theirs. */
export const selfRatings = z.array(selfRatingInput).min(1).max(100);

/** Something the provider is to do after a review. */
export const actionInput = z
  .strictObject({
    what: proseText(1_000)
      .min(3)
      .describe('What is to be done. Text that seems to hold pupil data is refused.'),
    dueOn,
  })
  .describe('Something the provider is to do after a review.');

/** Conditions of a list of reviews; what is absent does not narrow. */
export interface ReviewCriteria {
  readonly localAuthorityCode?: string;
  readonly providerId?: string;
  readonly state?: Review['state'];
  /** `yyyy-mm-dd`. */
  readonly dueBy?: string;
}
