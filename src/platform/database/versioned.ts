import { Column, CreateDateColumn, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** The fields of every record: a UUIDv7, a version that grows with each write, and the times of creation and last change. */
export abstract class Versioned {
  @PrimaryColumn('uuid')
  id: string;

  /** 1 when created. Each update adds one, and names the version it was based on. */
  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
