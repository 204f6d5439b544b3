import { z } from 'zod';
import { day } from '../../../platform/day.js';
import { optional } from '../../../platform/optional.js';
import { proseText } from '../../privacy/text.rules.js';
import { localAuthorityCode } from '../../provider/provider.rules.js';
import { listingBases } from './listing-decision.entity.js';

const DECIDING = 'The three-digit code of the local authority that decides.';

/** The fields of a local authority's decision to list a provider. */
export const listingDecisionFields = z
  .strictObject({
    localAuthorityCode: localAuthorityCode.describe(DECIDING),
    basis: z.enum(listingBases).describe('The basis of the listing. No basis is an endorsement.'),
    scope: proseText(2_000)
      .describe(
        'What the decision covers, up to 2,000 characters. Leave it empty for everything that the provider offers.',
      )
      .default(''),
    validFrom: day.describe('The first day on which the decision is in force.'),
    validTo: optional(
      day.describe(
        'The last day on which the decision is in force. Leave it out for “until further notice”.',
      ),
    ),
    caveat: optional(proseText(2_000).describe('What readers also need to know, up to 2,000 characters.')),
  })
  .describe('A decision of a local authority to list a provider.');
/** Changes to a decision. Fields that are left out stay as they are. */
export const listingDecisionChanges = listingDecisionFields
  .omit({ localAuthorityCode: true })
  .partial()
  .describe('The changes to a listing decision. Fields that you leave out stay as they are.');

/** A new decision, with the field names of the graph. */
export const listingDecisionInput = listingDecisionFields
  .omit({ localAuthorityCode: true })
  .extend({ localAuthority: localAuthorityCode.describe(DECIDING) })
  .describe('A decision of a local authority to list a provider.');
