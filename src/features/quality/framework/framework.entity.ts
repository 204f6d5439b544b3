import { Column, Entity } from 'typeorm';
import { Versioned } from '../../../platform/database/versioned.js';

/** An edition of a framework of principles. A published one never changes. */
@Entity('quality_framework')
export class Framework extends Versioned {
  /** Null for a national framework. */
  @Column('text', { nullable: true })
  localAuthorityCode: string | null;

  @Column('text')
  title: string;

  /** 1, 2, 3 and so on for the same owner. */
  @Column('integer')
  edition: number;

  @Column('text')
  state: 'DRAFT' | 'PUBLISHED';

  /** `yyyy-mm-dd`; null for a draft. */
  @Column('date', { nullable: true })
  publishedOn: string | null;

  /** Titles of its parts, in order. */
  @Column('text', { array: true, default: '{}' })
  parts: string[];

  @Column('text')
  source: string;
}

/** One principle of an edition. */
@Entity('quality_principle')
export class Principle extends Versioned {
  @Column('uuid')
  frameworkId: string;

  /** 1, 2, 3 and so on throughout the framework. */
  @Column('integer')
  number: number;

  /** The part of the framework it belongs to, from 1; null if it belongs to none or this is not known. */
  @Column('integer', { nullable: true })
  part: number | null;

  @Column('text')
  title: string;

  @Column('text')
  description: string;

  /** True if its wording or part still has to be confirmed. */
  @Column('boolean', { default: false })
  toBeConfirmed: boolean;
}
