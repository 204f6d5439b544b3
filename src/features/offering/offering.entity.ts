import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';
import type { RegisterState } from '../provider/provider.entity.js';

/** Something that a provider offers. Fields with codes name their code list. */
@Entity('offering')
export class Offering extends Versioned {
  @Column('uuid')
  providerId: string;

  @Column('text')
  title: string;

  @Column('text')
  description: string;

  /** TIER. */
  @Column('text')
  tier: string;

  /** NEED: needs that it is made for. */
  @Column('text', { array: true })
  primaryNeeds: string[];

  /** NEED: needs that it also caters for. */
  @Column('text', { array: true, default: '{}' })
  secondaryNeeds: string[];

  /** CIRCUMSTANCE. */
  @Column('text', { array: true, default: '{}' })
  circumstances: string[];

  /** KEY_STAGE. */
  @Column('text', { array: true, default: '{}' })
  keyStages: string[];

  /** National curriculum years, 0 (reception) to 14, inclusive. */
  @Column('integer')
  minYear: number;

  @Column('integer')
  maxYear: number;

  /** DELIVERY_MODE. */
  @Column('text', { array: true })
  deliveryModes: string[];

  /** The days of the week on which it runs: MON to SUN. */
  @Column('text', { array: true, default: '{}' })
  days: string[];

  @Column('double precision', { nullable: true })
  hoursPerWeek: number | null;

  @Column('text', { nullable: true })
  attendance: 'FULL_TIME' | 'PART_TIME' | 'EITHER' | null;

  /** The largest number of pupils in a group. */
  @Column('integer', { nullable: true })
  groupSize: number | null;

  @Column('integer', { nullable: true })
  typicalWeeks: number | null;

  @Column('integer', { nullable: true })
  maximumWeeks: number | null;

  @Column('integer', { nullable: true })
  minimumBookingWeeks: number | null;

  /** Pence per `priceUnit`, without VAT and transport. Null if not published. */
  @Column('integer', { nullable: true })
  pricePence: number | null;

  /** PRICE_UNIT. */
  @Column('text', { nullable: true })
  priceUnit: string | null;

  /** ACCREDITATION. */
  @Column('text', { array: true, default: '{}' })
  accreditations: string[];

  /** OUTCOME. */
  @Column('text', { array: true, default: '{}' })
  outcomes: string[];

  @Column('text', { nullable: true })
  transport: 'INCLUDED' | 'ARRANGED_AT_COST' | 'NOT_PROVIDED' | null;

  /** REFERRAL_ROUTE. */
  @Column('text', { array: true, default: '{}' })
  referralRoutes: string[];

  /** COMMISSIONER_KIND: who can refer pupils and pay. */
  @Column('text', { array: true, default: '{}' })
  commissioners: string[];

  @Column('text', { nullable: true })
  referralUrl: string | null;

  /** The number of school days within which the provider promises to reply to a referral. */
  @Column('integer', { nullable: true })
  responseDays: number | null;

  /** Whether a pupil can start before being excluded. Null if not known. */
  @Column('boolean', { nullable: true })
  beforeExclusion: boolean | null;

  @Column('text', { nullable: true })
  ehcPlan: 'ACCEPTED' | 'REQUIRED' | 'NOT_ACCEPTED' | null;

  /** The areas that outreach or online delivery covers: ENGLAND, LA:926, DISTRICT:E07000147, PLANNING_AREA:uuid. */
  @Column('text', { array: true, default: '{}' })
  areasServed: string[];

  /** The column in which the last release kept references, which may still be running. They now have their own table. */
  @Column({ type: 'text', nullable: true, insert: false, update: false })
  readonly externalReference?: string | null;

  @Column('text')
  state: RegisterState;

  /** When it came to its state. The database sets this. */
  @Column({ type: 'timestamptz', insert: false, update: false })
  readonly stateSince?: Date;

  @Column('boolean', { default: false })
  isDemonstration: boolean;
}
