import { z } from 'zod';
import { day } from '../../../platform/day.js';
import { optional } from '../../../platform/optional.js';
import { proseText } from '../../privacy/text.rules.js';
import { localAuthorityCode } from '../../provider/provider.rules.js';
import { listingBases } from './listing-decision.entity.js';

/** What a local authority decides about the listing of a provider. */
export const listingDecisionFields = z
  .strictObject({
    localAuthorityCode: localAuthorityCode.describe('Three-digit code of the local authority that decides.'),
    basis: z.enum(listingBases).describe('What the listing rests on.'),
    scope: proseText(2_000).describe('What it covers; empty: all that the provider offers.').default(''),
    validFrom: day.describe('First day it holds.'),
    validTo: optional(day.describe('Last day it holds; left out: until further notice.')),
    caveat: optional(proseText(2_000).describe('What a reader must know beside it.')),
  })
  .describe('A decision of a local authority to list a provider.');
/** Changes to a decision; what is left out stays as it is. */
export const listingDecisionChanges = listingDecisionFields
  .omit({ localAuthorityCode: true })
  .partial()
  .describe('What is to be changed of a listing decision.');
