import type { Author } from '../../platform/database/register-writer.js';
import { Forbidden } from '../../platform/errors.js';
import type { Warn, Warning } from '../../platform/warning.js';
import { type Permission, type Role, roles } from './permissions.js';

/** Where a role holds: in whole England, in local authorities (by code), or for providers (by id). */
export interface Reach {
  readonly everywhere: boolean;
  readonly localAuthorities: ReadonlySet<string>;
  readonly providers: ReadonlySet<string>;
}

/** What an entry belongs to. */
export interface Belonging {
  readonly localAuthorityCode: string;
  readonly providerId?: string | null;
}

/**
 * Who asks. Made once for a request, from a verified token or key; services ask it for permissions.
 *
 * Permissions of an own provider (`entry.*`) hold for the providers in reach, the others for the local authorities in reach.
 */
export class Actor {
  private readonly granted: ReadonlySet<Permission>;
  private warned: Warn | undefined;

  constructor(
    /** As the change log names it: a role and the client or subject behind it, never a person's name or address. */
    readonly name: string,
    readonly roles: readonly Role[],
    readonly reach: Reach,
    /** What a client was narrowed to; null: all that its roles may. */
    scopes: readonly string[] | null = null,
    /** Whether it may send documents that the hub knows beforehand, and no others. */
    readonly trustedDocumentsOnly = false,
  ) {
    const permissions = roles.flatMap((role) => rolePermissions[role]);
    this.granted = new Set(permissions.filter((permission) => !scopes || scopes.includes(permission)));
  }

  /** Whether the permission is granted at all; for a given entry, whether it is in reach too. */
  may(permission: Permission, entry?: Belonging): boolean {
    return this.granted.has(permission) && (!entry || this.reaches(permission, entry));
  }

  /** @throws Forbidden naming the permission that is missing. */
  require(permission: Permission, entry?: Belonging): void {
    if (this.may(permission, entry)) return;
    const where = entry && this.granted.has(permission) ? ' here' : '';
    throw new Forbidden(`This needs the permission ${permission}${where}.`, permission);
  }

  /** The same one, told by `warn` of what they should know about a change that was made. */
  heard(warn: Warn): Actor {
    return Object.assign(Object.create(Actor.prototype) as Actor, this, { warned: warn });
  }

  /**
   * The same one, for the entries that stand for those in reach: what was merged is edited as the entry that it was merged into.
   * @param survivorOf the id of the provider that stands for a provider.
   */
  standing(survivorOf: (providerId: string) => string): Actor {
    const providers = [...this.reach.providers];
    if (providers.every((id) => survivorOf(id) === id)) return this;
    const reach = { ...this.reach, providers: new Set(providers.map(survivorOf)) };
    return Object.assign(Object.create(Actor.prototype) as Actor, this, { reach });
  }

  /** Tells them; unheard outside of a mutation. */
  warn(warning: Warning): void {
    this.warned?.(warning);
  }

  /** As the author of a change, and why they make it. */
  because(reason?: string | null): Author {
    return { actor: this.name, ...(reason && { reason }), warn: this.warned };
  }

  /**
   * The entries within reach of a permission, for a WHERE: `all`, or codes of local authorities and ids of providers, of
   * which one must fit. Both are empty where the permission is not granted.
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

function isOwn(permission: Permission): boolean {
  return permission.startsWith('entry.');
}

/** Whoever asks without a token: reads what is public, and nothing else. */
export const anonymous = new Actor('public', ['public'], {
  everywhere: false,
  localAuthorities: new Set(),
  providers: new Set(),
});

/** Whoever runs the operators' commands: they can write to the database anyway, and the change log should say that they did. */
export const operator = new Actor('operator', ['administrator'], {
  everywhere: true,
  localAuthorities: new Set(),
  providers: new Set(),
});
