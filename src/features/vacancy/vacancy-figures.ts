import { z } from 'zod';
import { type Choice, isChosen } from '../../platform/choice.js';
import { epochDay } from '../../platform/clock.js';
import type { Counter } from '../../platform/database/kept-figures.js';
import { readJson } from '../../platform/json.js';
import { availableOf, type OfferedPlaces } from './vacancy.rules.js';

/** Conditions on vacancies. A condition that is left out does not narrow the list. */
export interface VacancyConditions {
  readonly localAuthority?: Choice | undefined;
  /** The instant at which places are counted and vacancies are open. */
  readonly at: Date;
  /** Only vacancies that are open: with capacity and places available, confirmed and not stale. */
  readonly open?: boolean;
  readonly availableBy?: string;
  readonly placesAtLeast?: number;
}

/** The values of a vacancy that the conditions look at, as texts. */
export type VacancyFact = [
  localAuthority: string,
  /** In days since 1970. */
  availableFrom: string,
  placesOffered: string,
  /** If it has places, the vacancy is open before this instant, in milliseconds since 1970. Infinity: always, -Infinity: never. */
  openUntil: string,
  /** `HeldPlaces` as JSON. Null if nothing is held. */
  holds: string | null,
];

const FEWEST_SLOTS = 1_024;
const heldPlaces = z.array(z.tuple([z.number(), z.number()]));

/** Counts public vacancies. It keeps columns, because one pass over 100,000 of them takes under a millisecond. */
export class VacancyCounter implements Counter<VacancyFact, number> {
  private readonly codes = new Map<string, number>();
  private readonly free: number[] = [];
  private size = 0;
  /** The number of the local authority. 0 means that the slot is free. */
  private authorities = new Uint16Array(FEWEST_SLOTS);
  private days = new Int32Array(FEWEST_SLOTS);
  /** How many are available, as they were when last counted if the slot has holds. */
  private places = new Int32Array(FEWEST_SLOTS);
  /** Slots with holds, which are few. */
  private readonly held = new Map<number, OfferedPlaces>();
  private ends = new Float64Array(FEWEST_SLOTS);

  put([localAuthorityCode, availableFrom, placesOffered, openUntil, holds]: VacancyFact): number {
    const slot = this.free.pop() ?? this.size++;
    if (slot === this.days.length) this.grow();
    const code = this.codes.get(localAuthorityCode) ?? this.codes.size + 1;
    this.codes.set(localAuthorityCode, code);
    this.authorities[slot] = code;
    this.days[slot] = Number(availableFrom);
    const placesAvailable = Number(placesOffered);
    this.places[slot] = placesAvailable;
    if (holds !== null) this.held.set(slot, { placesAvailable, holds: readJson(heldPlaces, holds) });
    this.ends[slot] = Number(openUntil);
    return slot;
  }

  take(slot: number): void {
    this.authorities[slot] = 0;
    this.held.delete(slot);
    this.free.push(slot);
  }

  /** How many vacancies meet the conditions. */
  count({ localAuthority, at, open, availableBy, placesAtLeast }: VacancyConditions): number {
    const now = at.getTime();
    for (const [slot, offered] of this.held) this.places[slot] = availableOf(offered, now);
    /** Whether each local authority is chosen, by its number. A free slot never is. */
    const meant = new Uint8Array(this.codes.size + 1);
    for (const [code, number] of this.codes) meant[number] = isChosen(localAuthority, code) ? 1 : 0;
    const by = availableBy === undefined ? Number.POSITIVE_INFINITY : epochDay(availableBy);
    const atLeast = placesAtLeast ?? Number.NEGATIVE_INFINITY;
    let count = 0;
    for (let slot = 0; slot < this.size; slot++) {
      if (meant[this.authorities[slot]!] === 0) continue;
      if (this.days[slot]! > by || this.places[slot]! < atLeast) continue;
      if (!open || (this.places[slot]! > 0 && this.ends[slot]! > now)) count++;
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
