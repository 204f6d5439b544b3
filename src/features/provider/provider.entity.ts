import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** The states of an entry in the register. Only LISTED is public. */
export const registerStates = [
  'DRAFT',
  'SUBMITTED',
  'IN_REVIEW',
  'LISTED',
  'SUSPENDED',
  'WITHDRAWN',
] as const;
export type RegisterState = (typeof registerStates)[number];

/** An organisation that offers alternative provision. */
@Entity('provider')
export class Provider extends Versioned {
  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  legalName: string | null;

  @Column('text')
  description: string;

  /** Code of list SETTING_TYPE. */
  @Column('text')
  settingType: string;

  /** Code of list REGISTRATION. */
  @Column('text')
  registration: string;

  @Column('text')
  localAuthorityCode: string;

  /**
   * Keys that identify a provider, strongest first: URN, UKPRN, company number, charity number, then setting type with
   * name and postcode.
   */
  @Column('text', { nullable: true })
  urn: string | null;

  @Column('text', { nullable: true })
  ukprn: string | null;

  @Column('text', { nullable: true })
  companyNumber: string | null;

  @Column('text', { nullable: true })
  charityNumber: string | null;

  @Column('text', { nullable: true })
  postcode: string | null;

  @Column('text', { nullable: true })
  website: string | null;

  /** Where the previous release keeps references, while it may still run. They now have their own table. */
  @Column({ type: 'text', nullable: true, insert: false, update: false })
  readonly externalReference?: string | null;

  @Column('text')
  state: RegisterState;

  /** The time it entered its state. The database sets this column. */
  @Column({ type: 'timestamptz', insert: false, update: false })
  readonly stateSince?: Date;

  /** Whether it was merged into another one. The database sets this column. */
  @Column({ type: 'boolean', default: false, insert: false, update: false })
  readonly isMerged?: boolean;

  @Column('boolean', { default: false })
  isDemonstration: boolean;

  /** More than 0 if an older row has a name that looks the same to people. The database sets this column. */
  @Column({ type: 'integer', default: 0, insert: false, update: false })
  readonly namesake?: number;
}
