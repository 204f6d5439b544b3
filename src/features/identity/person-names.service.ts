import { createHash, createHmac } from 'node:crypto';
import type pg from 'pg';
import { isRole, type Role } from './permissions.js';
import { readPersonKey } from './person-key.repository.js';

/** What a release before this one wrote into the record as it was; all else it wrote as a digest without a key. */
const ONCE_KEPT = /^[\w|:.-]{1,100}$/;
/** A person as they are named here, a program that signs in by keys, or whoever tries a hub out on their own machine. */
const NAMED = /^(person [0-9a-f]{32}|client [0-9a-f-]{36}|development)$/;

/** Names who signs in by the development issuer, whose one subject is nobody's name. */
export const developerNames: Pick<PersonNames, 'nameOf'> = {
  nameOf: (roles, subject) => `${roles.join('+') || 'no role'} ${subject}`,
};

/**
 * Names people as the record keeps them for ever: by a digest of what the identity provider calls them (`sub`), which may be their
 * name. The same person has the same name in every hub on a database, and nobody without its key can tell who it is.
 */
export class PersonNames {
  constructor(private readonly key: Buffer) {}

  /** By the key of a database, which its migrations made. */
  static async of(pool: Pick<pg.Pool, 'query'>): Promise<PersonNames> {
    return new PersonNames(await readPersonKey(pool));
  }

  /** Somebody in their roles, by their subject. */
  nameOf(roles: readonly Role[], subject: string): string {
    const once = ONCE_KEPT.test(subject)
      ? subject
      : createHash('sha256').update(subject).digest('hex').slice(0, 32);
    return this.named(roles.join('+') || 'no role', once);
  }

  /** An actor of the record as it is shown: who was once named by their subject, by the digest that they have now. */
  shown(actor: string): string {
    const [, roles, who] = /^(no role|\S+) (.+)$/s.exec(actor) ?? [];
    if (roles === undefined || who === undefined || NAMED.test(who)) return actor;
    return roles === 'no role' || roles.split('+').every(isRole) ? this.named(roles, who) : actor;
  }

  private named(roles: string, subject: string): string {
    return `${roles} person ${createHmac('sha256', this.key).update(subject).digest('hex').slice(0, 32)}`;
  }
}
