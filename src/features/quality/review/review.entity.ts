import { Column, Entity } from 'typeorm';
import { Versioned } from '../../../platform/database/versioned.js';
import type { OfficerRole, Rating } from '../record/terms.entity.js';

/** A local authority's review of a provider against an edition of a framework. */
@Entity('quality_review')
export class Review extends Versioned {
  /** Whose review it is. */
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

/** What was found about one principle, with the provider's own rating beside it. */
@Entity('quality_finding')
export class Finding extends Versioned {
  @Column('uuid')
  reviewId: string;

  /** That of the review: the database lets in no principle of another edition. */
  @Column('uuid')
  frameworkId: string;

  @Column('uuid')
  principleId: string;

  /** Null until the officer has found something. */
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

/** Something the provider is to do after a review. */
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
