import { z } from 'zod';
import { typedText } from '../../platform/parse.js';
import type { CodeList } from '../vocabulary/code-lists.rules.js';

/** The code lists that are suggested: the key of `SearchFilter` that takes their codes, and a word for one of the codes. */
export const suggestedLists = {
  NEED: { field: 'needs', noun: 'Need' },
  CIRCUMSTANCE: { field: 'circumstances', noun: 'Circumstance' },
  TIER: { field: 'tier', noun: 'Tier' },
  KEY_STAGE: { field: 'keyStages', noun: 'Key stage' },
  SETTING_TYPE: { field: 'settingType', noun: 'Type of setting' },
  DELIVERY_MODE: { field: 'deliveryModes', noun: 'Way of delivery' },
  ACCREDITATION: { field: 'accreditations', noun: 'Accreditation' },
  OUTCOME: { field: 'outcomes', noun: 'Outcome' },
} as const satisfies Partial<Record<CodeList, { field: string; noun: string }>>;

/** The name of a code list whose codes are suggested. */
export type SuggestedList = keyof typeof suggestedLists;

/** Whether the codes of a list are suggested. */
export function isSuggested(list: string): list is SuggestedList {
  return list in suggestedLists;
}

/** The kinds of suggestion, in the order in which equally good ones are listed. */
export const suggestionKinds = [
  'NEED',
  'CIRCUMSTANCE',
  'CONCEPT',
  'PLACE',
  'POSTCODE',
  'DISTRICT',
  'PLANNING_AREA',
  'LOCAL_AUTHORITY',
  'PROVIDER',
  'SCHOOL',
  'TIER',
  'KEY_STAGE',
  'SETTING_TYPE',
  'DELIVERY_MODE',
  'ACCREDITATION',
  'OUTCOME',
] as const satisfies readonly (SuggestedList | string)[];
export type SuggestionKind = (typeof suggestionKinds)[number];

/** The arguments of `suggest`. */
export const suggestInput = z.strictObject({
  text: typedText(200),
  kinds: z
    .array(z.enum(suggestionKinds))
    .max(suggestionKinds.length)
    .default([...suggestionKinds]),
  first: z.int().min(1).max(20).default(10),
});
export type SuggestInput = z.output<typeof suggestInput>;
