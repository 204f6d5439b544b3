import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** How long a confirmation of places can be relied on, for a kind of place and of provider, from a day on. */
@Entity('decay_rule')
export class DecayRule extends Versioned {
  /** Code of list VACANCY_UNIT. Null means any. */
  @Column('text', { nullable: true })
  unit: string | null;

  /** Code of list SETTING_TYPE. Null means any. */
  @Column('text', { nullable: true })
  settingType: string | null;

  /** In days, if no other number is given. */
  @Column('integer')
  confirmedForDays: number;

  /** The share of the time until it expires after which a confirmation is ageing, 0 to 1. */
  @Column('double precision')
  ageingFromShare: number;

  /** The largest number of days that anyone can confirm for. */
  @Column('integer')
  longestDays: number;

  /** The first day, `yyyy-mm-dd`, Europe/London. */
  @Column('date')
  validFrom: string;

  /** The last day. Null until further notice. */
  @Column('date', { nullable: true })
  validTo: string | null;
}
