import { Actor } from './actor.js';
import { isRole } from './permissions.js';
import { PersonNames } from './person-names.service.js';

/** Where in a token the identity provider writes what the hub needs to know. */
export interface ClaimNames {
  /** A claim's name, such as `https://hub.example/roles`, or the way to it, such as `realm_access.roles`. */
  readonly role: string;
  /** Codes of local authorities. */
  readonly localAuthority: string;
  /** Ids of providers, as the graph shows them. */
  readonly provider: string;
  /** Roles by what the identity provider calls them; what is not in it is taken for a role's own name. */
  readonly roleNames: ReadonlyMap<string, string>;
}

/** The claims of a token whose signature, issuer, audience and time have been verified. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Who a token stands for. Roles that the hub does not know are ignored and nothing is granted by default: a token without a
 * role may read what is public. `people` names them; left out, by a digest without a key, which is no hub's.
 */
export function actorOfClaims(
  claims: Claims,
  names: ClaimNames,
  providerId: (id: string) => string | null,
  people: Pick<PersonNames, 'nameOf'> = new PersonNames(Buffer.alloc(32)),
): Actor {
  const roles = textsAt(claims, names.role)
    .map((name) => names.roleNames.get(name) ?? name)
    .filter(isRole);
  const providers = textsAt(claims, names.provider).map(providerId);
  return new Actor(people.nameOf(roles, String(claims.sub)), roles, {
    everywhere: roles.includes('administrator'),
    localAuthorities: new Set(textsAt(claims, names.localAuthority)),
    providers: new Set(providers.filter((id) => id !== null)),
  });
}

/** One text or a list of them, under the claim's own name or, where there is no such claim, along the dots in it. */
function textsAt(claims: Claims, name: string): string[] {
  const value = name in claims ? claims[name] : along(claims, name.split('.'));
  const values = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}

function along(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Claims)[key]
        : undefined,
    value,
  );
}
