import { Column, Entity } from 'typeorm';
import { Versioned } from '../../../platform/database/versioned.js';

/** The basis on which a local authority lists a provider. None of them is an endorsement. */
export const listingBases = [
  'NOT_APPROVED_LIST',
  'MINIMUM_STANDARDS_MET',
  'TENDERED',
  'FRAMEWORK_LOT',
] as const;
export type ListingBasis = (typeof listingBases)[number];

/** A local authority's decision to list a provider. A provider can have decisions of several authorities. */
@Entity('listing_decision')
export class ListingDecision extends Versioned {
  @Column('uuid')
  providerId: string;

  @Column('text')
  localAuthorityCode: string;

  @Column('text')
  basis: ListingBasis;

  /** What the decision covers, in words. Empty means everything that the provider offers. */
  @Column('text')
  scope: string;

  /** The first and last day it is in force, in Europe/London. Null means until further notice. */
  @Column('date')
  validFrom: string;

  @Column('date', { nullable: true })
  validTo: string | null;

  /** What readers also need to know. */
  @Column('text', { nullable: true })
  caveat: string | null;
}
