import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** What a contact is for. */
export const contactRoles = ['ENQUIRIES', 'REFERRALS', 'ADMISSIONS', 'SAFEGUARDING', 'FINANCE'] as const;
export type ContactRole = (typeof contactRoles)[number];

/** Who is shown a contact. */
export const contactAudiences = ['PUBLIC', 'SCHOOL', 'COMMISSIONER'] as const;
export type ContactAudience = (typeof contactAudiences)[number];

/** A role mailbox or telephone of a provider, kept apart from public data and shown by audience. */
@Entity('provider_contact')
export class ProviderContact extends Versioned {
  @Column('uuid')
  providerId: string;

  @Column('text')
  role: ContactRole;

  @Column('text')
  audience: ContactAudience;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { nullable: true })
  telephone: string | null;
}
