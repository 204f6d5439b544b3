import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** The team of a local authority to ask about a place in alternative provision. There is one for each authority, or none. */
@Entity('referral_contact')
export class ReferralContact extends Versioned {
  @Column('text')
  localAuthorityCode: string;

  @Column('text')
  team: string;

  @Column('text', { nullable: true })
  telephone: string | null;

  /** The mailbox of the team, never of a person. */
  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { nullable: true })
  website: string | null;

  /** What to know before asking; empty if there is nothing. */
  @Column('text')
  note: string;
}
