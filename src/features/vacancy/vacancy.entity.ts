import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** A dated assertion of open places on an offering. */
@Entity('vacancy')
export class Vacancy extends Versioned {
  @Column('uuid')
  offeringId: string;

  /** Null means any site of the offering. */
  @Column('uuid', { nullable: true })
  siteId: string | null;

  /** HL7 SDOH capacity states. */
  @Column('text')
  state: 'CAPACITY' | 'NO_CAPACITY' | 'WAITLIST' | 'ASSESSMENT_REQUIRED';

  /** How many are offered, those that are held included: `availableOf` says how many are available. */
  @Column('integer')
  placesAvailable: number;

  /** Code of list VACANCY_UNIT. */
  @Column('text')
  unit: string;

  /** `yyyy-mm-dd`, Europe/London. */
  @Column('date')
  availableFrom: string;

  @Column('integer')
  minYear: number;

  @Column('integer')
  maxYear: number;

  /** When the vacancy was last confirmed. Null if it never was. */
  @Column('timestamptz', { nullable: true })
  confirmedAt: Date | null;

  /** From when the confirmation is ageing. Null if it does not age before it expires. */
  @Column('timestamptz', { nullable: true })
  ageingAt: Date | null;

  /** When the confirmation expires. From then on the vacancy is stale and is never shown as available. */
  @Column('timestamptz', { nullable: true })
  expiresAt: Date | null;

  /** as what someone confirmed it last. Null if it never was, or if that is not on record. */
  @Column('text', { nullable: true })
  confirmedByRole: 'PROVIDER' | 'COUNCIL' | null;

  /** How many pupils wait for a place. Null if not known. */
  @Column('integer', { nullable: true })
  waitingListLength: number | null;

  /** The day until which pupils are expected to wait, `yyyy-mm-dd`, Europe/London. Null if not known. */
  @Column('date', { nullable: true })
  waitingListUntil: string | null;

  @Column('boolean', { default: false })
  isDemonstration: boolean;
}

/** Places that are held, and the instant in milliseconds since 1970 from which they no longer are. */
export type HeldPlaces = readonly [until: number, places: number];

/** What is held of something. A hold that has ended by the clock can still be among these. */
export interface Held {
  /** Those that end first come first. */
  readonly holds: readonly HeldPlaces[];
}

/** A vacancy with the holds on its places. */
export type HeldVacancy = Vacancy & Held;
