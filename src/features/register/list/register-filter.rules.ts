import { z } from 'zod';
import { codeText, globalId, keyText, queryText } from '../../../platform/parse.js';
import { registerStates } from '../../provider/provider.entity.js';
import { freshnesses } from '../../vacancy/vacancy.rules.js';
import { entryKindNames } from '../entry/entry-kinds.js';
import { listingBases } from '../listing/listing-decision.entity.js';

const codes = z.array(codeText()).max(50);
const keys = z.array(keyText(200)).max(100);

/** Which entries of the register. What only some kinds of entries have leaves out the others. */
export const registerFilter = z
  .strictObject({
    kind: z.array(z.enum(entryKindNames)).max(3).optional().describe('Any of these kinds.'),
    state: z.array(z.enum(registerStates)).max(6).optional().describe('In any of these states.'),
    localAuthority: codeText(3).optional().describe('Code of a local authority.'),
    provider: globalId.optional().describe('Id of a provider: it and all it has.'),
    text: queryText(100).optional().describe('Part of the name or title, in capitals or not.'),
    district: codes
      .optional()
      .describe('In any of these districts: sites, what runs at them, and whose they are.'),
    planningArea: globalId.optional().describe('Id of a planning area; as `district`.'),
    settingType: codes.optional().describe('Codes of list SETTING_TYPE: of the provider.'),
    registration: codes.optional().describe('Codes of list REGISTRATION: of the provider.'),
    tier: codes.optional().describe('Codes of list TIER: offerings only.'),
    need: codes.optional().describe('Codes of list NEED, primary or secondary: offerings only.'),
    hasOpenRequest: z.boolean().optional().describe('Whether a change request about it is open.'),
    listingBasis: z
      .array(z.enum(listingBases))
      .max(listingBases.length)
      .optional()
      .describe(
        'Bases of a decision on the provider that holds today, by the local authority whose register it is in.',
      ),
    hasDecision: z.boolean().optional().describe('Whether there is any such decision.'),
    vacancyFreshness: z
      .array(z.enum(freshnesses))
      .max(4)
      .optional()
      .describe('With a vacancy of such freshness: offerings, and providers of such.'),
    updatedSince: z.date().optional().describe('Changed at or after this moment.'),
    isDemonstration: z.boolean().optional().describe('Whether it is invented.'),
    externalReference: keys
      .optional()
      .describe('Any of these external references: what an import or upsert calls it.'),
    urn: keys.optional().describe('Of a provider with any of these URNs.'),
  })
  .describe('Conditions that must all hold.');

/** In which order; entries alike are ordered by id. */
export const registerSorts = [
  'NAME_ASC',
  'NAME_DESC',
  'UPDATED_DESC',
  'UPDATED_ASC',
  'STATE_SINCE_ASC',
  'STATE_SINCE_DESC',
] as const;
export type RegisterSort = (typeof registerSorts)[number];
