import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../src/platform/project-root.js';

/** What sort of question it is: figures are given for each of these. */
export type Kind =
  /** A place in the text: settlement, district, county, planning area, postcode, outcode, misspelt or ambiguous. */
  | 'place'
  /** Age, year or key stage in the text. */
  | 'age'
  /** Slang and abbreviations of SENCOs and officers. */
  | 'slang'
  /** A symptom or behaviour, said plainly. */
  | 'symptom'
  /** Activities and trades. */
  | 'activity'
  /** A situation told by a parent or carer, 15 to 40 words. */
  | 'parent'
  /** A situation noted by a council officer or social worker. */
  | 'officer'
  /** A provider's or offering's name, half remembered or misspelt. */
  | 'name'
  /** Need, place, year and activity together; some with a form filled in as well. */
  | 'mixed'
  /** Words that must not narrow, or must not be taken for a place. */
  | 'stray'
  /** Two ways to say the same: the two questions of a pair must find the same. */
  | 'pair'
  /** Words of crisis. */
  | 'crisis'
  /** No text, only a form. */
  | 'structured'
  /** What no listed offering has. */
  | 'nothing'
  /** One word. */
  | 'short';

/** An offering by its exact title and its provider, the latter without the label "(demonstration)". */
export type OfferingName = `${string} @ ${string}`;

/** Conditions of a form, as codes of the code lists. A list means "at least one of these"; all keys must hold. */
export interface Filter {
  readonly accreditations?: readonly string[];
  readonly age?: number;
  readonly circumstances?: readonly string[];
  readonly commissioners?: readonly string[];
  readonly days?: readonly string[];
  readonly deliveryModes?: readonly string[];
  /** GSS codes of the site's district. */
  readonly district?: readonly string[];
  readonly ehcPlan?: readonly string[];
  readonly keyStages?: readonly string[];
  /** Main or secondary needs. */
  readonly needs?: readonly string[];
  readonly primaryNeeds?: readonly string[];
  readonly referralRoutes?: readonly string[];
  readonly settingType?: readonly string[];
  readonly tier?: readonly string[];
  readonly yearGroup?: number;
}

/** What the text should be understood as; what is left out is not judged. */
export interface Understood {
  /** A settlement, district, planning area, postcode or outcode, as a gazetteer writes it. */
  readonly place?: string;
  /** National curriculum year. */
  readonly yearGroup?: number;
  /** Whole years: one of two curriculum years. */
  readonly age?: number;
  /** Code of list KEY_STAGE. */
  readonly keyStage?: string;
  /** Codes that the words mean, as `LIST:CODE`. Others may be understood as well. */
  readonly concepts?: readonly string[];
}

/** One question to the search, with what a knowing reader of the demonstration would expect of the answer. */
export interface Question {
  readonly kind: Kind;
  /** As typed; empty when there is only a form. */
  readonly text: string;
  /** Both questions of a pair have the same one. */
  readonly pair?: string;
  /** A place chosen in the form, and the farthest distance. */
  readonly near?: ({ readonly postcode: string } | { readonly name: string }) & { readonly km: number };
  /** Conditions chosen in the form. */
  readonly filter?: Filter;
  /** Any of these may stand first. Absent: nothing fits, and what stands first is not judged. */
  readonly best?: readonly OfferingName[];
  /**
   * Those that belong among the first ten, `best` included. Others found with them are not wrong for that. Where
   * there are more than ten, any ten of them are as good: divide by the lesser of ten and the length.
   */
  readonly belongs?: readonly OfferingName[];
  /** No offering may be shown as found; a way on, set apart and named as such, may. */
  readonly nothing?: true;
  /** Where to get help at once must be shown, and the page is never blank. Absent: not judged. */
  readonly signpost?: true;
  readonly understood?: Understood;
  /** Why these are expected. */
  readonly why: string;
}

/**
 * The halves of the two sets: `seen` and `third-open` may be read by who works on the search; of `unseen` and `third-kept` only the
 * figures are looked at.
 */
export const halves = ['seen', 'unseen', 'third-open', 'third-kept'] as const;
export type Half = (typeof halves)[number];

/** The questions of one half. */
export function questionsOf(half: Half): Question[] {
  const file = join(projectRoot, 'tests', 'golden', 'sentences', `${half}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Question[];
}
