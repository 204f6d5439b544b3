import { Column, CreateDateColumn, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** What every record carries: a UUIDv7, a version that grows with each write, and when it was made and changed. */
export abstract class Versioned {
  @PrimaryColumn('uuid')
  id: string;

  /** 1 when created; every update adds one and names the version it was based on. */
  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
