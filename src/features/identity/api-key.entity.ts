import { Column, Entity } from 'typeorm';
import { Versioned } from '../../platform/database/versioned.js';

/** A key of a client. The key itself is not stored anywhere. */
@Entity('api_key')
export class ApiKey extends Versioned {
  @Column('uuid')
  clientId: string;

  /** The part of the key by which people can identify it. */
  @Column('text')
  prefix: string;

  /** SHA-256 of the key, hexadecimal. */
  @Column('text')
  hash: string;

  @Column('timestamptz')
  expiresAt: Date;

  @Column('timestamptz', { nullable: true })
  revokedAt: Date | null;
}
