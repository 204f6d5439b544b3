import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ImportKind } from './import-kinds.terms.js';

/** One import that was stored. Written once, never changed. */
@Entity('import_run')
export class ImportRun {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  kind: ImportKind;

  @Column('text')
  product: string;

  @Column('text')
  fileName: string;

  @Column('timestamptz')
  startedAt: Date;

  @Column('timestamptz')
  finishedAt: Date;

  /** The report. */
  @Column('jsonb')
  summary: object;

  /** How many notes there are, by outcome and subject: "ADDED SCHOOL". */
  @Column('jsonb', { default: {} })
  counts: Readonly<Record<string, number>>;
}
