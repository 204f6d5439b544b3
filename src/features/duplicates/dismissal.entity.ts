import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** A local authority's finding that two entries are not duplicates. */
@Entity('duplicate_dismissal')
export class Dismissal extends Versioned {
  /** The lower of the two ids. */
  @Column('uuid')
  firstId: string;

  @Column('uuid')
  secondId: string;

  @Column('text')
  localAuthorityCode: string;

  @Column('text')
  reason: string;

  /** The name of the user or client, as in the change log. */
  @Column('text')
  dismissedBy: string;
}
