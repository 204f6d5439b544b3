import { type Config, wantsDevelopmentSignIn } from './config.js';
import { actorOfClaims } from './features/identity/claims.js';
import { type DevelopmentIssuer, developmentIssuer } from './features/identity/development-issuer.js';
import type { KeySignIn } from './features/identity/key-sign-in.js';
import { developerNames, type PersonNames } from './features/identity/person-names.service.js';
import { SignIn } from './features/identity/sign-in.js';
import { openIdIssuer } from './features/identity/token-issuer.js';
import { TokenSignIn } from './features/identity/token-sign-in.js';
import type { Clock } from './platform/clock.js';
import { decodeId } from './platform/graphql/global-id.js';
import type { Log } from './platform/log.js';

/** How people and programs sign in to a hub. */
export interface ComposedSignIn {
  readonly signIn: SignIn;
  /** Null: tokens come from the identity provider of the settings, or from nowhere. */
  readonly development: DevelopmentIssuer | null;
}

/**
 * Sign-in by keys, and by tokens of the configured identity provider or of the development issuer; who edits a provider that was
 * merged edits the one that `survivorOf` says stands for it.
 */
export async function composeSignIn(
  config: Config,
  keys: KeySignIn,
  people: PersonNames,
  survivorOf: (providerId: string) => string,
  clock: Clock,
  log: Log,
): Promise<ComposedSignIn> {
  const development = wantsDevelopmentSignIn(config) ? await developmentIssuer(clock) : null;
  const { OIDC_ISSUER, OIDC_AUDIENCE, OIDC_TOKEN_TYPE } = config;
  const provider =
    OIDC_ISSUER && OIDC_AUDIENCE
      ? openIdIssuer(OIDC_ISSUER, OIDC_AUDIENCE, OIDC_TOKEN_TYPE === 'at+jwt')
      : null;
  const names = development?.claimNames ?? {
    role: config.OIDC_ROLE_CLAIM,
    localAuthority: config.OIDC_LOCAL_AUTHORITY_CLAIM,
    provider: config.OIDC_PROVIDER_CLAIM,
    roleNames: new Map(config.OIDC_ROLE_NAMES.map((pair) => pair.split('=') as [string, string])),
  };
  const issuer = development ?? provider;
  const tokens =
    issuer &&
    new TokenSignIn(
      issuer,
      (claims) =>
        actorOfClaims(claims, names, (id) => decodeId('prv', id), development ? developerNames : people),
      clock,
      log,
    );
  return { signIn: new SignIn(keys, tokens, survivorOf), development };
}
