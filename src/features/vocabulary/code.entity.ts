import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** One code of one list, with the dates between which it may be used. Codes expire; they are never removed. */
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

  /** `yyyy-mm-dd`, inclusive; null: always was. */
  @Column('date', { nullable: true })
  validFrom: string | null;

  /** `yyyy-mm-dd`, inclusive; null: no end is known. */
  @Column('date', { nullable: true })
  validTo: string | null;

  /** Order of display within the list. */
  @Column('integer')
  position: number;

  /** Codes of the GIAS extract that mean the same (setting types only). */
  @Column('text', { array: true, default: '{}' })
  giasCodes: string[];

  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
