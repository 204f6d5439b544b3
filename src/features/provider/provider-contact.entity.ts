import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** A role mailbox or telephone of a provider, kept apart from public data and shown by audience. */
@Entity('provider_contact')
export class ProviderContact extends Versioned {
  @Column('uuid')
  providerId: string;

  @Column('text')
  role: 'ENQUIRIES' | 'REFERRALS' | 'ADMISSIONS' | 'SAFEGUARDING' | 'FINANCE';

  @Column('text')
  audience: 'PUBLIC' | 'SCHOOL' | 'COMMISSIONER';

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { nullable: true })
  telephone: string | null;
}
