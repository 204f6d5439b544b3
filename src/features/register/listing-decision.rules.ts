import { z } from 'zod';
import { storableText } from '../../platform/parse.js';
import { day } from '../vacancy/vacancy.rules.js';
import { listingBases } from './listing-decision.entity.js';

/** What a local authority decides about the listing of a provider. */
export const listingDecisionFields = z
  .strictObject({
    localAuthorityCode: z
      .string()
      .regex(/^\d{3}$/, 'Give the three-digit code of the local authority.')
      .describe('Three-digit code of the local authority that decides.'),
    basis: z.enum(listingBases).describe('What the listing rests on.'),
    scope: storableText(2_000)
      .trim()
      .describe('What it covers; empty: all that the provider offers.')
      .default(''),
    validFrom: day.describe('First day it holds.'),
    validTo: day.describe('Last day it holds; left out: until further notice.').nullable().default(null),
    caveat: storableText(2_000)
      .trim()
      .describe('What a reader must know beside it.')
      .nullable()
      .default(null),
  })
  .describe('A decision of a local authority to list a provider.');
/** Changes to a decision; what is left out stays as it is. */
export const listingDecisionChanges = listingDecisionFields
  .omit({ localAuthorityCode: true })
  .partial()
  .describe('What is to be changed of a listing decision.');
