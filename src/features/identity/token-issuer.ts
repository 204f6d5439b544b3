import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

/** Who signs tokens, and with which keys. */
export interface TokenIssuer {
  /** What `iss` of its tokens says. */
  readonly issuer: string;
  /** What `aud` must contain. */
  readonly audience: string;
  /** Finds the key that a token was signed with. @throws when the issuer cannot be reached. */
  keys(): Promise<JWTVerifyGetKey>;
}

const TIMEOUT_MS = 5_000;
/** For so long an unknown key id does not make the hub read the issuer's keys again. */
const COOL_DOWN_MS = 30_000;
/** After so long the keys are read again, so that one which was withdrawn is forgotten. */
const KEYS_LAST_MS = 600_000;

const discovered = z.object({ issuer: z.string(), jwks_uri: z.url() });

/**
 * An OpenID Connect provider, found through its discovery document when the first token comes: one that is down does not keep
 * the hub from starting, and it is asked again until it answers. Keys may rotate at any time.
 */
export function openIdIssuer(issuer: string, audience: string): TokenIssuer {
  let known: Promise<JWTVerifyGetKey> | null = null;
  return {
    issuer,
    audience,
    keys() {
      known ??= discover(issuer).catch((error: unknown) => {
        known = null;
        throw error;
      });
      return known;
    },
  };
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`The discovery document of the issuer answers ${response.status}.`);
  const { issuer: itself, jwks_uri } = discovered.parse(await response.json());
  if (itself !== issuer) throw new Error('The discovery document names another issuer.');
  const keys = new URL(jwks_uri);
  if (keys.protocol !== new URL(issuer).protocol) {
    throw new Error('The keys of the issuer are not where they can be read safely.');
  }
  return createRemoteJWKSet(keys, {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: COOL_DOWN_MS,
    cacheMaxAge: KEYS_LAST_MS,
  });
}
