import { type Choice, isChosen } from '../../platform/choice.js';
import { epochDay } from '../../platform/clock.js';
import type { Counter } from '../../platform/database/kept-figures.js';

/** Conditions on vacancies. A condition that is left out does not narrow the list. */
export interface VacancyConditions {
  readonly localAuthority?: Choice | undefined;
  /** Only vacancies that are open at this instant: with capacity and places, confirmed and not stale. */
  readonly openAt?: Date;
  readonly availableBy?: string;
  readonly placesAtLeast?: number;
}

/** The values of a vacancy that the conditions look at, as texts. */
export type VacancyFact = [
  localAuthority: string,
  /** In days since 1970. */
  availableFrom: string,
  places: string,
  /** The vacancy is open before this instant, in milliseconds since 1970. Infinity means always, -Infinity never. */
  openUntil: string,
];

const FEWEST_SLOTS = 1_024;

/** Counts public vacancies. It keeps columns, because one pass over 100,000 of them takes under a millisecond. */
export class VacancyCounter implements Counter<VacancyFact, number> {
  private readonly codes = new Map<string, number>();
  private readonly free: number[] = [];
  private size = 0;
  /** The number of the local authority. 0 means that the slot is free. */
  private authorities = new Uint16Array(FEWEST_SLOTS);
  private days = new Int32Array(FEWEST_SLOTS);
  private places = new Int32Array(FEWEST_SLOTS);
  private ends = new Float64Array(FEWEST_SLOTS);

  put([localAuthorityCode, availableFrom, places, openUntil]: VacancyFact): number {
    const slot = this.free.pop() ?? this.size++;
    if (slot === this.days.length) this.grow();
    const code = this.codes.get(localAuthorityCode) ?? this.codes.size + 1;
    this.codes.set(localAuthorityCode, code);
    this.authorities[slot] = code;
    this.days[slot] = Number(availableFrom);
    this.places[slot] = Number(places);
    this.ends[slot] = Number(openUntil);
    return slot;
  }

  take(slot: number): void {
    this.authorities[slot] = 0;
    this.free.push(slot);
  }

  /** How many vacancies meet the conditions. */
  count({ localAuthority, openAt, availableBy, placesAtLeast }: VacancyConditions): number {
    /** Whether each local authority is chosen, by its number. A free slot never is. */
    const meant = new Uint8Array(this.codes.size + 1);
    for (const [code, number] of this.codes) meant[number] = isChosen(localAuthority, code) ? 1 : 0;
    const by = availableBy === undefined ? Number.POSITIVE_INFINITY : epochDay(availableBy);
    const atLeast = placesAtLeast ?? Number.NEGATIVE_INFINITY;
    const now = openAt?.getTime() ?? null;
    let count = 0;
    for (let slot = 0; slot < this.size; slot++) {
      if (meant[this.authorities[slot]!] === 0) continue;
      if (this.days[slot]! > by || this.places[slot]! < atLeast) continue;
      if (now === null || this.ends[slot]! > now) count++;
    }
    return count;
  }

  private grow(): void {
    const length = this.days.length * 2;
    const larger = <A extends Uint16Array | Int32Array | Float64Array>(made: A, old: A): A => {
      made.set(old);
      return made;
    };
    this.authorities = larger(new Uint16Array(length), this.authorities);
    this.days = larger(new Int32Array(length), this.days);
    this.places = larger(new Int32Array(length), this.places);
    this.ends = larger(new Float64Array(length), this.ends);
  }
}
