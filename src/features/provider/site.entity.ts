import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';
import type { RegisterState } from './provider.entity.js';

/** How much of an address is shown, most first. */
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

  /** WGS84 degrees; null if the position of the postcode is not known. */
  @Column('double precision', { nullable: true })
  latitude: number | null;

  @Column('double precision', { nullable: true })
  longitude: number | null;

  @Column('text', { nullable: true })
  positionPrecision: 'POINT' | 'POSTCODE' | 'SECTOR' | 'OUTCODE' | null;

  @Column('text', { nullable: true })
  districtCode: string | null;

  /** PUBLIC: everyone reads it. FULL: only callers who may see exact places. OUTCODE: a home-based site. */
  @Column('text')
  addressVisibility: AddressVisibility;

  /** The position that everyone sees and all searches use. The database works it out. */
  @Column({ type: 'double precision', nullable: true, insert: false, update: false })
  readonly publicLatitude?: number | null;

  @Column({ type: 'double precision', nullable: true, insert: false, update: false })
  readonly publicLongitude?: number | null;

  @Column({ type: 'text', nullable: true, insert: false, update: false })
  readonly publicPrecision?: 'POINT' | 'POSTCODE' | 'KILOMETRE' | 'SECTOR' | 'OUTCODE' | null;

  /** Codes of list ACCESSIBILITY. */
  @Column('text', { array: true, default: '{}' })
  accessibility: string[];

  /** Where the previous release keeps references, while it may still run. They now have their own table. */
  @Column({ type: 'text', nullable: true, insert: false, update: false })
  readonly externalReference?: string | null;

  @Column('text')
  state: RegisterState;

  /** The time it entered its state. The database sets this column. */
  @Column({ type: 'timestamptz', insert: false, update: false })
  readonly stateSince?: Date;

  @Column('boolean', { default: false })
  isDemonstration: boolean;
}
