import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';
import type { RegisterState } from './provider.entity.js';

/** How much of an address is shown, the most first. */
export const addressVisibilities = ['PUBLIC', 'FULL', 'OUTCODE'] as const;
export type AddressVisibility = (typeof addressVisibilities)[number];

/** A place where a provider works. */
@Entity('site')
export class Site extends Versioned {
  @Column('uuid')
  providerId: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  street: string | null;

  @Column('text', { nullable: true })
  locality: string | null;

  @Column('text', { nullable: true })
  town: string | null;

  @Column('text')
  postcode: string;

  @Column('text', { nullable: true })
  uprn: string | null;

  /** WGS84 degrees; null when the postcode could not be placed. */
  @Column('double precision', { nullable: true })
  latitude: number | null;

  @Column('double precision', { nullable: true })
  longitude: number | null;

  @Column('text', { nullable: true })
  positionPrecision: 'POINT' | 'POSTCODE' | 'SECTOR' | 'OUTCODE' | null;

  @Column('text', { nullable: true })
  districtCode: string | null;

  /** PUBLIC: everybody reads it; OUTCODE: a home-based site; FULL: for those who may see exact places. */
  @Column('text')
  addressVisibility: AddressVisibility;

  /** Where everybody is told that it is, and what all searching goes by: the database works it out, and nobody gives it. */
  @Column({ type: 'double precision', nullable: true, insert: false, update: false })
  readonly publicLatitude?: number | null;

  @Column({ type: 'double precision', nullable: true, insert: false, update: false })
  readonly publicLongitude?: number | null;

  @Column({ type: 'text', nullable: true, insert: false, update: false })
  readonly publicPrecision?: 'POINT' | 'POSTCODE' | 'KILOMETRE' | 'SECTOR' | 'OUTCODE' | null;

  /** Codes of list ACCESSIBILITY. */
  @Column('text', { array: true, default: '{}' })
  accessibility: string[];

  /** Where the release before kept references, for as long as that may still run; they have a table of their own. */
  @Column({ type: 'text', nullable: true, insert: false, update: false })
  readonly externalReference?: string | null;

  @Column('text')
  state: RegisterState;

  /** When it came to its state: the database sees to it, and nobody gives it. */
  @Column({ type: 'timestamptz', insert: false, update: false })
  readonly stateSince?: Date;

  @Column('boolean', { default: false })
  isDemonstration: boolean;
}
