import { Actor } from './actor.js';
import { isRole } from './permissions.js';
import { PersonNames } from './person-names.service.js';

/** The claims of a token that hold what the hub needs. */
export interface ClaimNames {
  /** The name of a claim, such as `https://hub.example/roles`, or the path to it, such as `realm_access.roles`. */
  readonly role: string;
  /** Codes of local authorities. */
  readonly localAuthority: string;
  /** Global ids of providers. */
  readonly provider: string;
  /** URNs of schools. */
  readonly school: string;
  /** The hub's roles, by the identity provider's names for them. Any other name must be one of the hub's own. */
  readonly roleNames: ReadonlyMap<string, string>;
}

/** The claims of a token, after its signature, issuer, audience and times were verified. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * The actor for a token. The hub ignores roles that it does not know and grants nothing by default: a token without a
 * role can read only public data. `people` gives the actor a name. Without it, the name is a digest with an empty key,
 * which no hub uses.
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
    schools: new Set(textsAt(claims, names.school)),
  });
}

/** The text or texts in a claim with this name. If there is no such claim, the dots in the name are a path. */
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
