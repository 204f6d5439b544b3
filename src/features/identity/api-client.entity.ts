import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** A program that signs in by keys. */
@Entity('api_client')
export class ApiClient extends Versioned {
  @Column('text')
  name: string;

  /** Name of a role; a row with one that the hub does not know grants nothing. */
  @Column('text')
  role: string;

  /** Codes of the local authorities in which the role holds. */
  @Column('text', { array: true, default: '{}' })
  localAuthorityCodes: string[];

  /** Ids of the providers for which the role holds. */
  @Column('uuid', { array: true, default: '{}' })
  providerIds: string[];

  /** Permissions that it is narrowed to; null: all that the role has. */
  @Column('text', { array: true, nullable: true })
  scopes: string[] | null;

  /** Whether its keys may send trusted documents only. */
  @Column('boolean', { default: false })
  trustedDocumentsOnly: boolean;

  /** Above 0 where an older row has its name, as people see it: the database sees to it, and nobody gives it. */
  @Column({ type: 'integer', default: 0, insert: false, update: false })
  readonly namesake?: number;
}
