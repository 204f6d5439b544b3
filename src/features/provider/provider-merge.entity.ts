import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** That an entry was merged into another one, under the id of the one that went; and what it takes to undo it. */
@Entity('provider_merge')
export class ProviderMerge extends Versioned {
  /** The entry that stands for it now, which may have been merged in its turn. */
  @Column('uuid')
  intoId: string;

  /** Where the entry stood in the register before. */
  @Column('text')
  stateBefore: string;

  /** Since when it stood there, as exactly as the database holds it: the database sees to it, and nobody gives it. */
  @Column({ type: 'timestamptz', nullable: true, insert: false, update: false })
  readonly stateSinceBefore?: Date | null;

  /** Ids of rows that moved, by table. */
  @Column('jsonb')
  moved: Readonly<Record<string, readonly string[]>>;

  /** Of a release before: references now stay with their entries. */
  @Column({ type: 'jsonb', default: {}, insert: false, update: false })
  readonly leftReferences?: object;

  /** What was taken over and what stood there, by column. */
  @Column('jsonb')
  taken: Readonly<Record<string, { readonly from: string; readonly into: string | null }>>;
}
