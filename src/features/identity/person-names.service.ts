import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type pg from 'pg';
import { isRole, type Role } from './permissions.js';
import { readPersonKey } from './person-key.repository.js';

/**
 * Subjects that an earlier release stored in the change log as they were. It stored all others as a digest without a
 * key.
 */
const ONCE_KEPT = /^[\w|:.-]{1,100}$/;
/** A name that this class gives to a person, a program that signs in with keys, or the development subject. */
const NAMED = /^(person [0-9a-f]{32}|client [0-9a-f-]{36}|development)$/;

/** Names callers of the development issuer. Its only subject is not a person's name. */
export const developerNames: Pick<PersonNames, 'nameOf'> = {
  nameOf: (roles, subject) => `${roles.join('+') || 'no role'} ${subject}`,
};

/**
 * Names people in the change log, which keeps them for ever: by a digest of their subject at the identity provider
 * (`sub`), which may be their real name. A person has the same name in every hub on one database, and without its key
 * no one can tell who it is.
 */
export class PersonNames {
  constructor(private readonly key: Buffer) {}

  /** Uses the key of a database, which its migrations created. */
  static async of(pool: Pick<pg.Pool, 'query'>): Promise<PersonNames> {
    return new PersonNames(await readPersonKey(pool));
  }

  /** A key for another purpose, the same in every hub on the database. The key itself cannot be worked out from it. */
  keyFor(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.key, '', purpose, 32));
  }

  /** The name of a person with these roles and this subject. */
  nameOf(roles: readonly Role[], subject: string): string {
    const once = ONCE_KEPT.test(subject)
      ? subject
      : createHash('sha256').update(subject).digest('hex').slice(0, 32);
    return this.named(roles.join('+') || 'no role', once);
  }

  /**
   * An actor of the change log as it is shown. A person that an earlier release stored by subject gets the digest of
   * today.
   */
  shown(actor: string): string {
    const [, roles, who] = /^(no role|\S+) (.+)$/s.exec(actor) ?? [];
    if (roles === undefined || who === undefined || NAMED.test(who)) return actor;
    return roles === 'no role' || roles.split('+').every(isRole) ? this.named(roles, who) : actor;
  }

  private named(roles: string, subject: string): string {
    return `${roles} person ${createHmac('sha256', this.key).update(subject).digest('hex').slice(0, 32)}`;
  }
}
