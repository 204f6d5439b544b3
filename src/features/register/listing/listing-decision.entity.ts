import { Column, Entity } from 'typeorm';
import { Versioned } from '../../../platform/database/versioned.js';

/** What a local authority's listing of a provider rests on. None of them is an endorsement. */
export const listingBases = [
  'NOT_APPROVED_LIST',
  'MINIMUM_STANDARDS_MET',
  'TENDERED',
  'FRAMEWORK_LOT',
] as const;
export type ListingBasis = (typeof listingBases)[number];

/** A local authority's decision to list a provider. Those of several authorities stand side by side. */
@Entity('listing_decision')
export class ListingDecision extends Versioned {
  @Column('uuid')
  providerId: string;

  @Column('text')
  localAuthorityCode: string;

  @Column('text')
  basis: ListingBasis;

  /** What it covers, in words; empty: all that the provider offers. */
  @Column('text')
  scope: string;

  /** First and last day it holds, in Europe/London; null: until further notice. */
  @Column('date')
  validFrom: string;

  @Column('date', { nullable: true })
  validTo: string | null;

  /** What a reader must know beside it. */
  @Column('text', { nullable: true })
  caveat: string | null;
}
