import { type Clock, londonToday } from '../../platform/clock.js';
import { eitherInWords } from '../../platform/text.js';
import { keyStageYears, yearsOfAge } from '../offering/offering.rules.js';
import { yearInWords } from '../offering/school-years.rules.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { CodeList } from '../vocabulary/code-lists.rules.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { matchProfile } from './match.rules.js';
import type { ReadConcept, SentenceReader, SentenceReading } from './sentence-reader.js';
import { eitherYear, listed } from './wording.js';

/** What a chip is about. */
export const chipKinds = ['CONCEPT', 'PLACE', 'YEAR_GROUP', 'AGE', 'KEY_STAGE'] as const;
/** What was done with what a chip is about. */
export const chipUses = ['USED', 'CHOOSE', 'SAFETY', 'NOT_USED'] as const;

/** What some words of a sentence were read as. */
export interface Chip {
  readonly kind: (typeof chipKinds)[number];
  readonly use: (typeof chipUses)[number];
  /** The words as they were typed, folded; null if the reading does not say. */
  readonly said: string | null;
  readonly label: string;
  /** What the profile has because of it. */
  readonly codes: readonly Code[];
  /** What a person can add to the profile because of it. */
  readonly choices: readonly Code[];
  readonly sentence: string;
}

/** A profile with what a sentence says, in the form in which a match takes it. */
export interface ReadProfile {
  readonly needs: readonly { readonly code: string; readonly weight: number }[];
  readonly circumstances: readonly string[];
  readonly tier: string | null;
  readonly referralRoute: string | null;
  readonly yearGroup: number | null;
  readonly age: number | null;
  readonly near: { readonly place: NonNullable<SentenceReading['place']>['reference'] } | null;
}

/** What a sentence was understood as, to be confirmed by a person. */
export interface ProfileFromText {
  readonly profile: ReadProfile;
  /** The name of the place to look from; null if there is none. */
  readonly place: string | null;
  readonly chips: readonly Chip[];
  readonly leftOut: readonly string[];
  /** What to show above all else if the sentence has words of crisis; null if it has none. */
  readonly safety: string | null;
}

/** The lists whose codes a concept can bring into a profile. */
const LISTS: readonly CodeList[] = ['NEED', 'CIRCUMSTANCE', 'TIER', 'REFERRAL_ROUTE'];

/** The lists of which a profile takes one code. */
const OF_ONE: readonly string[] = ['TIER', 'REFERRAL_ROUTE'];

/** A concept of a sentence, and the codes that it means, by `LISTS`. */
interface Meaning {
  readonly read: ReadConcept;
  readonly meant: readonly (readonly Code[])[];
}

const SAFETY =
  'Some of these words can mean that a young person is not safe. A match cannot judge that: follow your safeguarding procedure first.';

/** Makes profiles from sentences. Never keeps or logs any part of a sentence. */
export class ProfileMaker {
  constructor(
    private readonly reader: SentenceReader,
    private readonly vocabulary: Vocabulary,
    private readonly clock: Clock,
  ) {}

  /** Reads a sentence. What it says of needs and circumstances comes only from the codes that its concepts mean. */
  async read(text: string): Promise<ProfileFromText> {
    const reading = await this.reader.read(text);
    const today = londonToday(this.clock);
    const meanings = reading.concepts.map((read): Meaning => {
      return { read, meant: LISTS.map((list) => this.meant(read, list, today)) };
    });
    const concepts = meanings.map((meaning) => ofConcept(meaning, meanings));
    const chips = [...concepts, ...ofPlace(reading), ...ofYearAndAge(reading), ...this.ofKeyStages(reading)];
    const codes = (list: CodeList) => [
      ...new Set(
        concepts.flatMap((chip) => chip.codes.flatMap((one) => (one.list === list ? one.code : []))),
      ),
    ];
    const isCrisis = chips.some(({ use }) => use === 'SAFETY');
    return {
      profile: {
        needs: codes('NEED').map((code) => ({ code, weight: 1 })),
        circumstances: codes('CIRCUMSTANCE'),
        tier: codes('TIER')[0] ?? null,
        referralRoute: codes('REFERRAL_ROUTE')[0] ?? null,
        yearGroup: yearOf(reading),
        age: ageOf(reading),
        near: reading.place && { place: reading.place.reference },
      },
      place: reading.place?.label ?? null,
      chips,
      leftOut: reading.leftOut,
      safety: isCrisis ? SAFETY : null,
    };
  }

  /** The codes of a list that a concept means and that can be used today. */
  private meant({ concept }: ReadConcept, list: CodeList, today: string): readonly Code[] {
    return this.vocabulary
      .list(list, today)
      .filter(({ code }) => concept.strongCodes.includes(`${list}:${code}`));
  }

  private ofKeyStages({ keyStages }: SentenceReading): Chip[] {
    return keyStages.map((code): Chip => {
      const { label } = this.vocabulary.get('KEY_STAGE', code);
      const years = eitherYear(keyStageYears[code] ?? []);
      return chipOf(
        'KEY_STAGE',
        'CHOOSE',
        label,
        `A match takes a year group, not a key stage: add ${years}.`,
      );
    });
  }
}

/**
 * A concept that means one code of a list brings it into the profile. If it means several, or if others mean another where a
 * profile takes one, a person chooses. So it is with words of crisis, whatever they mean.
 */
function ofConcept({ read, meant }: Meaning, all: readonly Meaning[]): Chip {
  const { concept, said } = read;
  const isCrisis = concept.signposts.length > 0;
  const isPlain = (of: readonly Code[], i: number) => of.length === 1 && !isCrisis && !isDisputed(all, i);
  const codes = meant.flatMap((of, i) => (isPlain(of, i) ? of : []));
  const choices = meant.flatMap((of, i) => (isPlain(of, i) ? [] : of));
  const labels = (of: readonly Code[]) => of.map(({ label }) => `“${label}”`);
  const use = isCrisis ? 'SAFETY' : codes.length > 0 ? 'USED' : choices.length > 0 ? 'CHOOSE' : 'NOT_USED';
  const sentences = {
    USED: `“${said}” is read as ${listed(labels(codes))}.`,
    CHOOSE: `“${said}” can mean ${eitherInWords(labels(choices))}: add what you mean.`,
    SAFETY: `“${said}” can mean that a young person is not safe, and is not part of the profile.`,
    NOT_USED: `“${said}” is read as “${concept.label}”, which a match does not look at: use it in a search.`,
  };
  return { kind: 'CONCEPT', use, said, label: concept.label, codes, choices, sentence: sentences[use] };
}

/** Whether concepts mean different codes of a list of which a profile takes one. */
function isDisputed(all: readonly Meaning[], list: number): boolean {
  const meant = all.flatMap((one) => one.meant[list]!.map(({ code }) => code));
  return OF_ONE.includes(LISTS[list]!) && new Set(meant).size > 1;
}

function ofPlace({ place }: SentenceReading): Chip[] {
  if (!place) return [];
  return [chipOf('PLACE', 'USED', place.label, `Offerings are looked for from ${place.label}.`)];
}

function ofYearAndAge(reading: SentenceReading): Chip[] {
  const { yearGroup, age } = reading;
  const chips: Chip[] = [];
  if (yearGroup !== null) {
    const year = yearInWords(yearGroup);
    const isUsed = yearOf(reading) !== null;
    const sentence = isUsed ? `The pupil is in ${year}.` : `${year} is not a year that a match can look for.`;
    chips.push(chipOf('YEAR_GROUP', isUsed ? 'USED' : 'NOT_USED', year, sentence));
  }
  if (age !== null) {
    const label = `${age} years old`;
    const isUsed = ageOf(reading) !== null;
    const sentence = isUsed
      ? `A pupil of this age is in ${eitherYear(yearsOfAge(age))}.`
      : yearOf(reading) !== null
        ? 'The year group is used instead of the age.'
        : 'This is not an age that a match can look for.';
    chips.push(chipOf('AGE', isUsed ? 'USED' : 'NOT_USED', label, sentence));
  }
  return chips;
}

function yearOf({ yearGroup }: SentenceReading): number | null {
  return matchProfile.shape.yearGroup.safeParse(yearGroup).data ?? null;
}

/** A profile takes a year group or an age, and a year group says more. */
function ageOf(reading: SentenceReading): number | null {
  return yearOf(reading) === null ? (matchProfile.shape.age.safeParse(reading.age).data ?? null) : null;
}

function chipOf(kind: Chip['kind'], use: Chip['use'], label: string, sentence: string): Chip {
  return { kind, use, said: null, label, codes: [], choices: [], sentence };
}
