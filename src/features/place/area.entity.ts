import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

abstract class Area {
  @PrimaryColumn('text')
  code: string;

  @Column('text')
  name: string;

  /** Its first and last day; null if not known, or if no end is known. */
  @Column('date', { nullable: true })
  validFrom: string | null;

  @Column('date', { nullable: true })
  validTo: string | null;

  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}

/** A local authority with education duties, by its three-digit DfE code. */
@Entity('local_authority')
export class LocalAuthority extends Area {
  @Column('text', { nullable: true })
  gssCode: string | null;
}

/** A district, unitary or borough, by its GSS code. */
@Entity('district')
export class District extends Area {
  @Column('text', { nullable: true })
  localAuthorityCode: string | null;
}

/** An area that a local authority uses to plan provision. It consists of districts or postcode sectors. */
@Entity('planning_area')
export class PlanningArea extends Versioned {
  @Column('text')
  localAuthorityCode: string;

  @Column('text')
  name: string;

  @Column('boolean', { default: false })
  isDemonstration: boolean;

  /** Above 0 if an older row has a name that looks the same. Only the database sets it. */
  @Column({ type: 'integer', default: 0, insert: false, update: false })
  readonly namesake?: number;
}
