import { Column, Entity } from 'typeorm';
import { Versioned } from '../../../platform/database/versioned.js';
import type { Safeguarding } from '../record/terms.entity.js';

/** An inspection by Ofsted: judgements by area, and never one rating. */
@Entity('inspection')
export class Inspection extends Versioned {
  /** Who keeps this record. */
  @Column('text')
  localAuthorityCode: string;

  @Column('uuid')
  providerId: string;

  /** INSPECTION_FRAMEWORK. */
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

  /** INSPECTION_AREA. */
  @Column('text')
  area: string;

  /** INSPECTION_GRADE. */
  @Column('text')
  grade: string;
}
