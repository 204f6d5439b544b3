import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** A program that signs in with keys. */
@Entity('api_client')
export class ApiClient extends Versioned {
  @Column('text')
  name: string;

  /** The name of a role. A role that the hub does not know grants nothing. */
  @Column('text')
  role: string;

  /** Codes of the local authorities where the client may use its role. */
  @Column('text', { array: true, default: '{}' })
  localAuthorityCodes: string[];

  /** Ids of the providers that the client may edit. */
  @Column('uuid', { array: true, default: '{}' })
  providerIds: string[];

  /** URNs of the schools that the client may hold places for. */
  @Column('text', { array: true, default: '{}' })
  schoolUrns: string[];

  /** The only permissions that the client may use; null for all permissions of its role. */
  @Column('text', { array: true, nullable: true })
  scopes: string[] | null;

  /** Whether its keys may send only trusted documents. */
  @Column('boolean', { default: false })
  trustedDocumentsOnly: boolean;

  /** More than 0 if an older row has a name that looks the same to people. The database sets this column. */
  @Column({ type: 'integer', default: 0, insert: false, update: false })
  readonly namesake?: number;
}
