import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** That a local authority has found two entries to be two. */
@Entity('duplicate_dismissal')
export class Dismissal extends Versioned {
  /** The lower id of the two. */
  @Column('uuid')
  firstId: string;

  @Column('uuid')
  secondId: string;

  @Column('text')
  localAuthorityCode: string;

  @Column('text')
  reason: string;

  /** As the change log names them. */
  @Column('text')
  dismissedBy: string;
}
