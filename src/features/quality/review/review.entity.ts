import { Column, Entity } from 'typeorm';
import { Versioned } from '../../../platform/database/versioned.js';
import type { OfficerRole, Rating } from '../record/quality.terms.js';

/** A local authority's review of a provider against an edition of a framework. */
@Entity('quality_review')
export class Review extends Versioned {
  /** The local authority that carries out the review. */
  @Column('text')
  localAuthorityCode: string;

  @Column('uuid')
  providerId: string;

  @Column('uuid')
  frameworkId: string;

  @Column('text')
  state: 'PLANNED' | 'DONE';

  /** `yyyy-mm-dd`. */
  @Column('date')
  dueOn: string;

  /** `yyyy-mm-dd`; null until it is done. */
  @Column('date', { nullable: true })
  doneOn: string | null;

  @Column('text')
  officerRole: OfficerRole;

  @Column('text')
  summary: string;
}

/** An officer's finding on one principle, with the provider's own rating. */
@Entity('quality_finding')
export class Finding extends Versioned {
  @Column('uuid')
  reviewId: string;

  /** The framework of the review. The database refuses a principle of another edition. */
  @Column('uuid')
  frameworkId: string;

  @Column('uuid')
  principleId: string;

  /** Null until the officer has made a finding. */
  @Column('text', { nullable: true })
  finding: Rating | null;

  @Column('text')
  note: string;

  /** Null until the provider has rated itself. */
  @Column('text', { nullable: true })
  selfRating: Rating | null;

  @Column('text')
  selfNote: string;
}

/** Something the provider must do after a review. */
@Entity('quality_action')
export class Action extends Versioned {
  @Column('uuid')
  reviewId: string;

  @Column('text')
  what: string;

  /** `yyyy-mm-dd`. */
  @Column('date')
  dueOn: string;

  /** `yyyy-mm-dd`; null until it is done. */
  @Column('date', { nullable: true })
  doneOn: string | null;
}
