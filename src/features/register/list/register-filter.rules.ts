import { z } from 'zod';
import { codeFilter, codesFilter, idFilter } from '../../../platform/choice.js';
import { queryText } from '../../../platform/parse.js';
import { keyText } from '../../privacy/text.rules.js';
import { registerStates } from '../../provider/provider.entity.js';
import { freshnesses } from '../../vacancy/vacancy.rules.js';
import { entryKindNames } from '../entry/entry-kinds.js';
import { listingBases } from '../listing/listing-decision.entity.js';

/** How precisely a site can be placed. */
export const sitePositions = ['POINT', 'POSTCODE', 'SECTOR', 'OUTCODE', 'UNPLACED'] as const;
export type SitePosition = (typeof sitePositions)[number];

/** Reasons to look at a provider again that come from GIAS. */
export const reviewReasons = ['SCHOOL_CLOSED', 'SCHOOL_PROPOSED_TO_CLOSE', 'SCHOOL_NOT_OPEN'] as const;
export type ReviewReason = (typeof reviewReasons)[number];

const keys = z.array(keyText(200)).max(100);

/** Conditions on entries. A condition on a field that a kind does not have leaves out all entries of that kind. */
export const registerFilter = z
  .strictObject({
    kind: z
      .array(z.enum(entryKindNames))
      .max(3)
      .optional()
      .describe('Kinds of entries. The entry must be of one of them.'),
    state: z
      .array(z.enum(registerStates))
      .max(6)
      .optional()
      .describe('States. The entry must be in one of them.'),
    localAuthority: codeFilter
      .optional()
      .describe('Codes of local authorities. The entry must be in the register of one of them.'),
    provider: idFilter
      .optional()
      .describe('Ids of providers. Returns the providers themselves and all their sites and offerings.'),
    text: queryText(100)
      .optional()
      .describe(
        'Part of the name or title, in any spelling: capitals, accents, apostrophes, hyphens, "and" or "&", and "St" or "Saint" make no difference.',
      ),
    district: codesFilter
      .optional()
      .describe(
        'GSS codes of districts. Returns the sites in them, the offerings that run at these sites, and the providers that have them.',
      ),
    planningArea: idFilter.optional().describe('Ids of planning areas. Works like `district`.'),
    position: z
      .array(z.enum(sitePositions))
      .max(sitePositions.length)
      .optional()
      .describe(
        'How precisely sites are placed. Returns the sites that are placed like this, the offerings that run at these sites, and the providers that have them. Use [SECTOR, OUTCODE, UNPLACED] to find what should be placed better.',
      ),
    settingType: codeFilter.optional().describe('Codes of list SETTING_TYPE: the provider’s setting type.'),
    registration: codeFilter.optional().describe('Codes of list REGISTRATION: the provider’s registration.'),
    tier: codeFilter
      .optional()
      .describe('Codes of list TIER: the tier of provision. Returns offerings only.'),
    needs: codesFilter
      .optional()
      .describe(
        'Codes of list NEEDS: needs that the offering is made for or also caters for. Returns offerings only.',
      ),
    hasOpenChangeRequest: z
      .boolean()
      .optional()
      .describe('If true, only entries with an open change request. If false, only entries without one.'),
    listingBasis: z
      .array(z.enum(listingBases))
      .max(listingBases.length)
      .optional()
      .describe(
        'Bases of listing decisions. The local authority whose register the entry is in must have a decision about the provider on one of them that is in force today.',
      ),
    hasListingDecision: z
      .boolean()
      .optional()
      .describe(
        'If true, only entries for which that local authority has a listing decision in force today. If false, only the others.',
      ),
    vacancyFreshness: z
      .array(z.enum(freshnesses))
      .max(4)
      .optional()
      .describe(
        'Freshness of vacancies. Returns offerings that have a vacancy with one of these values, and their providers.',
      ),
    updatedSince: z.date().optional().describe('Only entries changed at or after this moment.'),
    isDemonstration: z
      .boolean()
      .optional()
      .describe('If true, only invented entries (for demonstration). If false, only real ones.'),
    externalReference: keys
      .optional()
      .describe(
        'External references, as imports and bulk upserts give them. The entry must have one of them.',
      ),
    reviewReason: z
      .array(z.enum(reviewReasons))
      .max(reviewReasons.length)
      .optional()
      .describe(
        'Reasons to look at a provider again. The provider must have one of them. Use it with `state` to find listed entries of schools that have closed.',
      ),
    urn: keys.optional().describe('URNs. The provider must have one of them.'),
  })
  .describe('Conditions on entries. All of them must be met.');

/** The orders of the register. Entries with equal values are in the order of their ids. */
export const registerSorts = [
  'NAME_ASC',
  'NAME_DESC',
  'UPDATED_AT_DESC',
  'UPDATED_AT_ASC',
  'STATE_SINCE_ASC',
  'STATE_SINCE_DESC',
] as const;
export type RegisterSort = (typeof registerSorts)[number];
