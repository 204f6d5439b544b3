import { Column, Entity } from 'typeorm';
import { Versioned } from '../../../platform/database/versioned.js';
import type { Safeguarding } from '../record/quality.terms.js';

/** An inspection by Ofsted: grades by area, never a single rating. */
@Entity('inspection')
export class Inspection extends Versioned {
  /** The local authority that keeps this record. */
  @Column('text')
  localAuthorityCode: string;

  @Column('uuid')
  providerId: string;

  /** A code of list INSPECTION_FRAMEWORK. */
  @Column('text')
  framework: string;

  /** `yyyy-mm-dd`. */
  @Column('date')
  inspectedOn: string;

  @Column('text')
  safeguarding: Safeguarding;
}

/** The grade of one area. */
@Entity('inspection_judgement')
export class Judgement extends Versioned {
  @Column('uuid')
  inspectionId: string;

  /** A code of list INSPECTION_AREA. */
  @Column('text')
  area: string;

  /** A code of list INSPECTION_GRADE. */
  @Column('text')
  grade: string;
}
