import type { Author } from '../../platform/database/register-writer.js';
import { Forbidden, Unauthenticated } from '../../platform/errors.js';
import type { Warn, Warning } from '../../platform/warning.js';
import {
  type Permission,
  type Role,
  roles,
  rolesOfAuthorities,
  type SchoolPermission,
} from './permissions.js';

/** Where an actor may use their roles: in all of England, in local authorities (by code), for providers (by id) or for schools. */
export interface Reach {
  readonly everywhere: boolean;
  readonly localAuthorities: ReadonlySet<string>;
  readonly providers: ReadonlySet<string>;
  /** By URN. None if left out. */
  readonly schools?: ReadonlySet<string>;
}

/** The local authority and provider that an entry belongs to. */
export interface Belonging {
  readonly localAuthorityCode: string;
  readonly providerId?: string | null;
}

/**
 * The caller. Created once for each request, from a verified token or key. Services check permissions with it.
 *
 * The permissions `entry.*` apply to the providers in reach, and `hold.*` to the schools in reach. All others apply to the local
 * authorities in reach.
 */
export class Actor {
  private readonly granted: ReadonlySet<Permission>;
  private warned: Warn | undefined;
  /** The local authorities that were in reach until they ended, each with what is so about it. */
  private ended: ReadonlyMap<string, string> = new Map();

  constructor(
    /** The name in the change log: a role and the client or person, never a person's real name or address. */
    readonly name: string,
    readonly roles: readonly Role[],
    readonly reach: Reach,
    /** The only permissions that a client may use; null for all permissions of its roles. */
    scopes: readonly string[] | null = null,
    /** Whether it may send only documents that the hub knows in advance. */
    readonly trustedDocumentsOnly = false,
  ) {
    const permissions = roles.flatMap((role) => rolePermissions[role]);
    this.granted = new Set(permissions.filter((permission) => !scopes || scopes.includes(permission)));
  }

  /** Whether the actor has the permission and, if an entry is given, whether that entry is in reach. */
  may(permission: Permission, entry?: Belonging): boolean {
    return this.granted.has(permission) && (!entry || this.reaches(permission, entry));
  }

  /** @throws Forbidden that names the missing permission. */
  require(permission: Permission, entry?: Belonging): void {
    if (this.may(permission, entry)) return;
    const gone = entry ? this.ended.get(entry.localAuthorityCode) : [...this.ended.values()].join(' ');
    if (gone) throw new Forbidden(gone, permission);
    const where = entry && this.granted.has(permission) ? ' here' : '';
    throw new Forbidden(`This needs the permission ${permission}${where}.`, permission);
  }

  /** Whether the actor has a permission that applies to schools, and has this school (URN) in reach. */
  mayFor(permission: SchoolPermission, schoolUrn: string): boolean {
    const schools = this.schoolsWithin(permission);
    return schools === 'all' || schools.includes(schoolUrn);
  }

  /** @throws Forbidden that names the permission, unless the actor has it for this school (URN). */
  requireFor(permission: SchoolPermission, schoolUrn: string): void {
    if (this.mayFor(permission, schoolUrn)) return;
    throw new Forbidden(
      `This needs the permission ${permission} for the school with URN ${schoolUrn}.`,
      permission,
    );
  }

  /** The schools (URNs) in reach of a permission that applies to schools, or `all`. None if the actor does not have it. */
  schoolsWithin(permission: SchoolPermission): 'all' | readonly string[] {
    if (!this.granted.has(permission)) return [];
    return this.reach.everywhere ? 'all' : [...(this.reach.schools ?? [])];
  }

  /** The same actor, with `warn` as the way to send warnings about a change. */
  heard(warn: Warn): Actor {
    return Object.assign(Object.create(Actor.prototype) as Actor, this, { warned: warn });
  }

  /**
   * The same actor, with merged providers in reach replaced by the ones they were merged into.
   * @param survivorOf returns the id of the provider that a provider was merged into, or its own id.
   */
  standing(survivorOf: (providerId: string) => string): Actor {
    const providers = [...this.reach.providers];
    if (providers.every((id) => survivorOf(id) === id)) return this;
    const reach = { ...this.reach, providers: new Set(providers.map(survivorOf)) };
    return Object.assign(Object.create(Actor.prototype) as Actor, this, { reach });
  }

  /**
   * The same actor, without local authorities that have ended: they are no longer in reach.
   * @param endedOf returns what is so about a local authority that has ended, in sentences, or null.
   * @throws Unauthenticated if nothing is left of what the caller may do: a claim for an authority that has ended reads and writes
   * nothing.
   */
  today(endedOf: (localAuthorityCode: string) => string | null): Actor {
    const ended = new Map<string, string>();
    for (const code of this.reach.localAuthorities) {
      const gone = endedOf(code);
      if (gone) ended.set(code, gone);
    }
    if (ended.size === 0 || this.reach.everywhere) return this;
    const localAuthorities = new Set([...this.reach.localAuthorities].filter((code) => !ended.has(code)));
    const still =
      localAuthorities.size > 0 ? this.roles : this.roles.filter((role) => !isOfAuthorities(role));
    if (still.length === 0 && this.roles.length > 0) throw new Unauthenticated(noLonger([...ended.values()]));
    const permissions = new Set(still.flatMap((role) => rolePermissions[role]));
    const granted = new Set([...this.granted].filter((permission) => permissions.has(permission)));
    const reach = { ...this.reach, localAuthorities };
    const actor = Object.create(Actor.prototype) as Actor;
    return Object.assign(actor, this, { reach, roles: still, granted, ended });
  }

  /** Sends a warning to the caller. Outside a mutation it has no effect. */
  warn(warning: Warning): void {
    this.warned?.(warning);
  }

  /** The actor as the author of a change, with the reason. */
  because(reason?: string | null): Author {
    return { actor: this.name, ...(reason && { reason }), warn: this.warned };
  }

  /**
   * The entries in reach of a permission, for a WHERE clause: `all`, or codes of local authorities and ids of
   * providers, one of which must match. Both are empty if the actor does not have the permission.
   */
  within(
    permission: Permission,
  ): 'all' | { localAuthorities: readonly string[]; providers: readonly string[] } {
    if (!this.granted.has(permission)) return { localAuthorities: [], providers: [] };
    if (this.reach.everywhere) return 'all';
    return isOwn(permission)
      ? { localAuthorities: [], providers: [...this.reach.providers] }
      : { localAuthorities: [...this.reach.localAuthorities], providers: [] };
  }

  private reaches(permission: Permission, { localAuthorityCode, providerId }: Belonging): boolean {
    if (this.reach.everywhere) return true;
    return isOwn(permission)
      ? providerId != null && this.reach.providers.has(providerId)
      : this.reach.localAuthorities.has(localAuthorityCode);
  }
}

const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = roles;

function isOfAuthorities(role: Role): boolean {
  return rolesOfAuthorities.some((one) => one === role);
}

function noLonger(ended: readonly string[]): string {
  return `You are signed in for a local authority that has ended, so nothing can be read or changed for it. ${ended.join(' ')} Sign in again for that one, or ask the person who runs the hub.`;
}

function isOwn(permission: Permission): boolean {
  return permission.startsWith('entry.');
}

/** A caller without a token. They can read only public data. */
export const anonymous = new Actor('public', ['public'], {
  everywhere: false,
  localAuthorities: new Set(),
  providers: new Set(),
});

/**
 * The person who runs the operators' commands. They can write to the database anyway, and the change log should show
 * it.
 */
export const operator = new Actor('operator', ['administrator'], {
  everywhere: true,
  localAuthorities: new Set(),
  providers: new Set(),
});
