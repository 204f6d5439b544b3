import { z } from 'zod';
import type { Choice } from '../../../platform/choice.js';
import { globalId } from '../../../platform/parse.js';
import { proseText } from '../../privacy/text.rules.js';
import { day, keeper } from '../record/quality.rules.js';
import { officerRoles, ratings } from '../record/quality.terms.js';
import type { Review } from './review.entity.js';

const dueOn = day.describe('The day by which it must be done.');
const officerRole = z
  .enum(officerRoles)
  .describe('The role of the officer who carries out the review. Never give a name.');
const note = proseText(3_000)
  .default('')
  .describe('The reasons. Text that seems to contain pupil data is refused.');
const principle = z
  .int()
  .min(1)
  .max(100)
  .describe('The number of the principle in the framework of the review.');

/** A review to plan. */
export const reviewPlan = z
  .strictObject({
    localAuthority: keeper,
    provider: globalId.describe('The id of the provider to review.'),
    framework: globalId.describe(
      'The id of a published framework: a national one, or one of the same local authority.',
    ),
    dueOn,
    officerRole,
  })
  .describe('A review to plan.');

/** An officer's finding on a principle. */
export const findingInput = z
  .strictObject({ principle, finding: z.enum(ratings).describe('How far the principle is met.'), note })
  .describe('An officer’s finding on a principle.');

/** Changes to a planned review. Fields that are left out stay as they are. */
export const reviewChanges = z
  .strictObject({
    dueOn: dueOn.optional(),
    officerRole: officerRole.optional(),
    summary: proseText(5_000)
      .optional()
      .describe('A summary of the whole review. Text that seems to contain pupil data is refused.'),
    findings: z
      .array(findingInput)
      .max(100)
      .optional()
      .describe('The findings to set. Principles that are left out keep theirs.'),
  })
  .describe('Changes to a planned review. Fields that are left out stay as they are.');

/** A provider's own rating on a principle. */
export const selfRatingInput = z
  .strictObject({ principle, rating: z.enum(ratings).describe('How far the principle is met.'), note })
  .describe('A provider’s own rating on a principle.');

/** Ratings that a provider sets. Principles that are left out keep theirs. */
export const selfRatings = z.array(selfRatingInput).min(1).max(100);

/** Something the provider must do after a review. */
export const actionInput = z
  .strictObject({
    what: proseText(1_000)
      .min(3)
      .describe('What the provider must do. Text that seems to contain pupil data is refused.'),
    dueOn,
  })
  .describe('An action: something the provider must do after a review.');

/** Conditions for a list of reviews. A condition that is absent does not limit the list. */
export interface ReviewCriteria {
  readonly localAuthority?: Choice | undefined;
  /** Ids of providers. */
  readonly provider?: Choice | undefined;
  readonly state?: Review['state'];
  /** `yyyy-mm-dd`. */
  readonly dueBy?: string;
}
