import { Column, Entity } from 'typeorm';
import { Versioned } from '../../../platform/database/versioned.js';
import type { EvidenceState, OfficerRole } from '../record/terms.entity.js';

/** That a provider has shown evidence of a kind, and until when it holds. Never its number or contents. */
@Entity('evidence')
export class Evidence extends Versioned {
  /** Who keeps this record. */
  @Column('text')
  localAuthorityCode: string;

  @Column('uuid')
  providerId: string;

  /** EVIDENCE_KIND. */
  @Column('text')
  kind: string;

  /** `yyyy-mm-dd`. */
  @Column('date')
  issuedOn: string;

  /** Last day it holds, `yyyy-mm-dd`; null: it has no end. */
  @Column('date', { nullable: true })
  expiresOn: string | null;

  @Column('text')
  state: EvidenceState;

  /** Null until somebody of the local authority has looked at it. */
  @Column('text', { nullable: true })
  verifiedBy: OfficerRole | null;

  @Column('date', { nullable: true })
  verifiedOn: string | null;

  @Column('text')
  note: string;
}

/** What a local authority has settled about a kind of evidence. */
@Entity('evidence_rule')
export class EvidenceRule extends Versioned {
  @Column('text')
  localAuthorityCode: string;

  /** EVIDENCE_KIND. */
  @Column('text')
  kind: string;

  /** Whether a listing is suspended when all such evidence of the provider has run out or failed. */
  @Column('boolean')
  suspendsListing: boolean;
}
