import { refuse, UserProblem } from '../../platform/errors.js';
import type { Condition } from '../../platform/search/port.js';
import type { ConditionMaker } from './conditions.js';
import { type Choice, chooseParts, nothingToChoose, type Register } from './giving-way.js';
import type { SearchInput } from './search.rules.js';
import type { PlaceRead } from './sentence-places.js';
import { nothingSaid, type Reading, type SentenceReader } from './sentence-reader.js';
import type { YearsRead } from './sentence-years.js';
import { anywhere, type Where, type WhereMaker } from './where.js';

/** A search as it is understood: from its text, its place and its filter, one question. */
export interface Asked {
  readonly reading: Reading;
  readonly choice: Choice;
  /** The place or area that was given, or that the text names. */
  readonly where: Where;
  /** The place that was read in the text and used; null if there is none, or if `near` was given. */
  readonly placeRead: PlaceRead | null;
  /** The years that were read in the text and used. */
  readonly yearsRead: readonly YearsRead[];
  /** The filter that was given, with the years of the text. */
  readonly filter: NonNullable<SearchInput['filter']>;
  readonly conditions: readonly Condition[];
}

/** How far a place in a text reaches if no distance is stated, in metres. */
const IN_METRES = 15_000;
const NEAR_METRES = 25_000;
/** How many times as far it reaches if nothing is found nearer. */
const FARTHER = [2, 4];

/** Works out what a search asks for. */
export class Asking {
  constructor(
    private readonly reader: SentenceReader,
    private readonly conditions: ConditionMaker,
    private readonly wheres: WhereMaker,
    private readonly register: Register,
  ) {}

  /** @throws UserProblem for an unknown place or code; for a place in the text, with the field `text`. */
  async ask(input: SearchInput, today: string): Promise<Asked> {
    const { text, near, placeInText } = input;
    const reading = this.read(text, placeInText && !near);
    const { filter, yearsRead, more } = withYears(input.filter ?? {}, reading.years);
    const { conditions, problems } = this.conditions.make(filter, ['filter'], today);
    refuse(problems);
    const all = [...conditions, ...more];
    const placeRead = near ? null : reading.place;
    if (reading === nothingSaid) {
      const where = near ? await this.wheres.make(near, ['near']) : anywhere;
      return { reading, choice: nothingToChoose, where, placeRead: null, yearsRead, filter, conditions: all };
    }
    // If that fails, the engine says so when it is asked.
    await this.register.upToDate()?.catch(() => undefined);
    const choose = (at: Where) =>
      chooseParts(reading, { conditions: all, ...(at.scope && { scope: at.scope }) }, this.register);
    let where = near ? await this.wheres.make(near, ['near']) : anywhere;
    if (placeRead) where = await this.placed(placeRead, 1);
    let choice = choose(where);
    // A place without a stated distance reaches farther if nothing is found.
    if (placeRead?.metres === null && where.radiusMetres !== null) {
      for (const times of FARTHER) {
        if (choice.total !== 0) break;
        where = await this.placed(placeRead, times);
        choice = choose(where);
      }
    }
    return { reading, choice, where, placeRead, yearsRead, filter, conditions: all };
  }

  /** A text that is someone's whole name is searched for as it is: "Year 10 fresh start", "Norwich Boxing". */
  private read(text: string, withPlace: boolean): Reading {
    const reading = this.reader.read(text, { withPlace });
    const filters = reading.years.length > 0 || reading.place !== null;
    return filters && this.register.hasName(reading.sentence.words)
      ? { ...reading, years: [], place: null }
      : reading;
  }

  private async placed(read: PlaceRead, times: number): Promise<Where> {
    const [entry] = read.entries;
    if (!entry) return anywhere;
    const metres = read.metres ?? (read.link === 'IN' ? IN_METRES : NEAR_METRES);
    try {
      return await this.wheres.named(entry, metres * times);
    } catch (error) {
      if (!(error instanceof UserProblem)) throw error;
      throw new UserProblem(error.problems.map((problem) => ({ ...problem, field: ['text'] })));
    }
  }
}

/** The filter with the years of a text. What the filter says itself is not changed. */
function withYears(given: NonNullable<SearchInput['filter']>, years: readonly YearsRead[]) {
  const filter = { ...given };
  const more: Condition[] = [];
  const yearsRead: YearsRead[] = [];
  if (given.yearGroup !== undefined || given.age !== undefined || given.keyStages)
    return { filter, yearsRead, more };
  for (const read of years) {
    if (!read.keyStages) yearsRead.push(read);
    for (const year of read.yearGroups ?? []) {
      if (filter.yearGroup === undefined) filter.yearGroup = year;
      else more.push({ kind: 'within', field: 'yearGroup', value: year });
    }
    if (read.age !== undefined) {
      if (filter.age === undefined) filter.age = read.age;
      else more.push({ kind: 'within', field: 'age', value: read.age });
    }
  }
  const keyStages = [...new Set(years.flatMap((read) => read.keyStages ?? []))];
  // A year or an age says more than a phase ("year 10, secondary school").
  if (keyStages.length > 0 && filter.yearGroup === undefined && filter.age === undefined) {
    filter.keyStages = { anyOf: keyStages };
    yearsRead.push(...years);
  }
  return { filter, yearsRead, more };
}
