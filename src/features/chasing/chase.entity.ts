import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** A reminder: one mail to a provider about all of its vacancies that were due. */
@Entity('chase')
export class Chase extends Versioned {
  @Column('uuid')
  providerId: string;

  @Column('timestamptz')
  madeAt: Date;

  /** How many reminders in a row this one makes, for the vacancy that has had most without an answer. */
  @Column('integer')
  number: number;

  @Column('uuid')
  mailId: string;
}
