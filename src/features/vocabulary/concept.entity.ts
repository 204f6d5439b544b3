import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** What people type ("school refusal"), and the codes it stands for. */
@Entity('concept')
export class Concept {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  label: string;

  /** One sentence shown to the reader in `matchedBecause`. */
  @Column('text')
  explanation: string;

  /** Folded phrases that mean the concept. */
  @Column('text', { array: true })
  phrases: string[];

  /** `LIST:CODE` that mean the concept itself. */
  @Column('text', { array: true, default: '{}' })
  strongCodes: string[];

  /** `LIST:CODE` that are often meant by it. */
  @Column('text', { array: true, default: '{}' })
  relatedCodes: string[];

  @Column('text')
  source: string;

  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
