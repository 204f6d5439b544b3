import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** A code of a list, with the dates between which it can be used. Codes expire, but are never removed. */
@Entity('code')
export class Code {
  @PrimaryColumn('text')
  list: string;

  @PrimaryColumn('text')
  code: string;

  @Column('text')
  label: string;

  @Column('text')
  description: string;

  @Column('text')
  source: string;

  /** The first day it can be used, `yyyy-mm-dd`; null: it always could. */
  @Column('date', { nullable: true })
  validFrom: string | null;

  /** The last day it can be used, `yyyy-mm-dd`; null: no end is known. */
  @Column('date', { nullable: true })
  validTo: string | null;

  /** Its place in the order in which the list is shown. */
  @Column('integer')
  position: number;

  /** The codes of the GIAS extract with the same meaning (setting types only). */
  @Column('text', { array: true, default: '{}' })
  giasCodes: string[];

  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
