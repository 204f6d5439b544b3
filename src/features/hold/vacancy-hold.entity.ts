import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** Places of a vacancy that are held for a school until an instant. */
@Entity('vacancy_hold')
export class VacancyHold extends Versioned {
  @Column('uuid')
  vacancyId: string;

  /** That of the vacancy. */
  @Column('uuid')
  offeringId: string;

  @Column('text')
  schoolUrn: string;

  @Column('integer')
  places: number;

  /** From this instant, to the millisecond, the places are no longer held. */
  @Column('timestamptz')
  until: Date;

  @Column('timestamptz')
  madeAt: Date;

  /** Who made it, as the change log names them. */
  @Column('text')
  madeBy: string;

  /** How often it was extended. */
  @Column('integer', { default: 0 })
  extended: number;

  /** When someone ended it. Null if no one did. */
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  @Column('text', { nullable: true })
  endedAs: 'RELEASED' | 'CONVERTED' | 'DECLINED' | 'SUSPENDED' | null;

  /** Why, if the provider declined it or its listing ended. */
  @Column('text', { nullable: true })
  endReason: string | null;
}
