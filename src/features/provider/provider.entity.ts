import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** Where an entry stands in the register; only LISTED is public. */
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

  /** Identity, strongest first: URN, UKPRN, company, charity, else setting type with name and postcode. */
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

  /** Where the release before kept references, for as long as that may still run; they have a table of their own. */
  @Column({ type: 'text', nullable: true, insert: false, update: false })
  readonly externalReference?: string | null;

  @Column('text')
  state: RegisterState;

  /** When it came to its state: the database sees to it, and nobody gives it. */
  @Column({ type: 'timestamptz', insert: false, update: false })
  readonly stateSince?: Date;

  /** Whether it was merged into another one: the database sees to it, and nobody gives it. */
  @Column({ type: 'boolean', default: false, insert: false, update: false })
  readonly isMerged?: boolean;

  @Column('boolean', { default: false })
  isDemonstration: boolean;

  /** Above 0 where an older row has its name, as people see it: the database sees to it, and nobody gives it. */
  @Column({ type: 'integer', default: 0, insert: false, update: false })
  readonly namesake?: number;
}
