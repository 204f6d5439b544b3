import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** When providers are reminded, in a local authority or in all that have no rule of their own. */
@Entity('chasing_rule')
export class ChasingRule extends Versioned {
  /** Null: in all local authorities that have no rule of their own on the day. */
  @Column('text', { nullable: true })
  localAuthorityCode: string | null;

  /** Days from the confirmation to the first reminder. */
  @Column('integer')
  firstAfterDays: number;

  /** Days from one reminder to the next. */
  @Column('integer')
  thenEveryDays: number;

  /** After so many reminders without an answer, no more are sent. */
  @Column('integer')
  stopAfter: number;

  /** The first day, `yyyy-mm-dd`. Of several rules that hold on a day, the one that began last counts. */
  @Column('date')
  validFrom: string;

  /** The last day, `yyyy-mm-dd`; null: no end is known. */
  @Column('date', { nullable: true })
  validTo: string | null;
}
