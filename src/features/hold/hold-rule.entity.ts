import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** What a school may hold, from a day on. The rule that began last is in force. */
@Entity('hold_rule')
export class HoldRule extends Versioned {
  /** The first and last day, in Europe/London. Null means until further notice. */
  @Column('date')
  validFrom: string;

  @Column('date', { nullable: true })
  validTo: string | null;

  /** The most days from now until a hold ends. */
  @Column('integer')
  longestDays: number;

  /** The most live holds of one school. */
  @Column('integer')
  mostLive: number;

  /** How often a hold can be extended. */
  @Column('integer')
  mostExtensions: number;
}
