import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** An idea that people search for ("school refusal"), and the codes it stands for. */
@Entity('concept')
export class Concept {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  label: string;

  /** One sentence to show in `matchedBecause`. */
  @Column('text')
  explanation: string;

  /** Folded phrases that mean the concept. */
  @Column('text', { array: true })
  phrases: string[];

  /** The codes (`LIST:CODE`) that mean the concept itself, and other concepts that do (`CONCEPT:` and the id). */
  @Column('text', { array: true, default: '{}' })
  strongCodes: string[];

  /** The codes (`LIST:CODE`) and concepts (`CONCEPT:` and the id) that are often related to it. */
  @Column('text', { array: true, default: '{}' })
  relatedCodes: string[];

  /** The themes of the signposts to show to someone who says this; see `signpostThemes`. */
  @Column('text', { array: true, default: '{}' })
  signposts: string[];

  @Column('text')
  source: string;

  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
