import { Column, Entity } from 'typeorm';
import { Versioned } from '../../../platform/database/versioned.js';
import type { EvidenceState, OfficerRole } from '../record/quality.terms.js';

/**
 * A record that a provider has shown a kind of evidence, and how long it is valid. It never holds a certificate number
 * or the contents.
 */
@Entity('evidence')
export class Evidence extends Versioned {
  /** The local authority that keeps this record. */
  @Column('text')
  localAuthorityCode: string;

  @Column('uuid')
  providerId: string;

  /** A code of list EVIDENCE_KIND. */
  @Column('text')
  kind: string;

  /** `yyyy-mm-dd`. */
  @Column('date')
  issuedOn: string;

  /** The last day it is valid, `yyyy-mm-dd`; null if it does not expire. */
  @Column('date', { nullable: true })
  expiresOn: string | null;

  @Column('text')
  state: EvidenceState;

  /** Null until an officer of the local authority has checked it. */
  @Column('text', { nullable: true })
  verifiedBy: OfficerRole | null;

  @Column('date', { nullable: true })
  verifiedOn: string | null;

  @Column('text')
  note: string;
}

/** A local authority's rule for a kind of evidence. */
@Entity('evidence_rule')
export class EvidenceRule extends Versioned {
  @Column('text')
  localAuthorityCode: string;

  /** A code of list EVIDENCE_KIND. */
  @Column('text')
  kind: string;

  /** Whether a listing is suspended when the provider has no valid evidence of this kind left. */
  @Column('boolean')
  suspendsListing: boolean;
}
