import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/**
 * A record that an entry was merged into another one, with what is needed to undo it. Its id is that of the merged
 * entry.
 */
@Entity('provider_merge')
export class ProviderMerge extends Versioned {
  /** The entry it was merged into. That entry may itself have been merged later. */
  @Column('uuid')
  intoId: string;

  /** The state of the entry in the register before the merge. */
  @Column('text')
  stateBefore: string;

  /** The time it entered that state, as exactly as the database stores it. The database sets this column. */
  @Column({ type: 'timestamptz', nullable: true, insert: false, update: false })
  readonly stateSinceBefore?: Date | null;

  /** Ids of rows that moved, by table. */
  @Column('jsonb')
  moved: Readonly<Record<string, readonly string[]>>;

  /** Used by an earlier release. References now stay with their entries. */
  @Column({ type: 'jsonb', default: {}, insert: false, update: false })
  readonly leftReferences?: object;

  /** The values that were taken over and the values they replaced, by column. */
  @Column('jsonb')
  taken: Readonly<Record<string, { readonly from: string; readonly into: string | null }>>;
}
