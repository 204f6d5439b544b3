import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** What a contact is for. */
export const contactRoles = [
  'ENQUIRIES',
  'REFERRALS',
  'ADMISSIONS',
  'SAFEGUARDING',
  'FINANCE',
  'VACANCIES',
] as const;
export type ContactRole = (typeof contactRoles)[number];

/** The callers who see a contact. */
export const contactAudiences = ['PUBLIC', 'SCHOOL', 'COMMISSIONER'] as const;
export type ContactAudience = (typeof contactAudiences)[number];

/** A shared mailbox or telephone number of a provider. It is stored apart from public data and shown by audience. */
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
