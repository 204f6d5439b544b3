import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { readProviderDocument } from './provider-document.js';

/** Who signs tokens, and with which keys. */
export interface TokenIssuer {
  /** What `iss` of its tokens says. */
  readonly issuer: string;
  /** What `aud` must contain. */
  readonly audience: string;
  /** Whether the header of its tokens must say that they are access tokens (RFC 9068). */
  readonly mustSayAccessToken: boolean;
  /** Finds the key that a token was signed with. @throws IssuerUnavailable when the issuer's keys cannot be had. */
  readonly key: JWTVerifyGetKey;
}

/** The keys of an issuer cannot be had just now, so that nothing can be said about a token. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

/** Nothing is asked of the issuer again before so long after a failure. */
const FAILURE_COOL_DOWN_MS = 10_000;
/** An unknown key id does not make the hub read the keys again before so long after the last time. */
const COOL_DOWN_MS = 30_000;
/** After so long keys are read again beside the requests, so that a failure has time to pass. */
const KEYS_AGE_MS = 300_000;
/** After so long keys are not believed any more: one may have been withdrawn. */
const KEYS_LAST_MS = 600_000;

const discovered = z.object({ issuer: z.string(), jwks_uri: z.url() });
/** What a key of a kind must have, jose says where it is used: a set may have others, of kinds not known here. */
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/**
 * An OpenID Connect provider, found through its discovery document when the first token comes: one that is down does not keep
 * the hub from starting. Keys may rotate at any time. However many tokens come, it is asked at most once in 10 seconds while
 * it fails, and once in 30 while they name keys that it does not have.
 */
export function openIdIssuer(issuer: string, audience: string, mustSayAccessToken = false): TokenIssuer {
  const keys = new ProviderKeys(issuer);
  return {
    issuer,
    audience,
    mustSayAccessToken,
    async key(header, token) {
      const known = await keys.current();
      try {
        return await known(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        const newer = await keys.newer();
        if (!newer) throw error;
        return newer(header, token);
      }
    },
  };
}

/** Times are of the process's monotonic clock. */
class ProviderKeys {
  private address: URL | null = null;
  private kept: JWTVerifyGetKey | null = null;
  private readAt = Number.NEGATIVE_INFINITY;
  private failure: { readonly error: unknown; readonly at: number } | null = null;
  private reading: Promise<JWTVerifyGetKey> | null = null;

  constructor(private readonly issuer: string) {}

  /** @throws IssuerUnavailable */
  async current(): Promise<JWTVerifyGetKey> {
    const age = performance.now() - this.readAt;
    if (!this.kept || age >= KEYS_LAST_MS) return this.read();
    if (age >= KEYS_AGE_MS) this.read().catch(() => {});
    return this.kept;
  }

  /** Keys that were read just now; null when they were read so lately that there is nothing new. */
  async newer(): Promise<JWTVerifyGetKey | null> {
    return performance.now() - this.readAt < COOL_DOWN_MS ? null : this.read();
  }

  /** Callers that come meanwhile share one reading, and after a failure, for a while, its error. */
  private async read(): Promise<JWTVerifyGetKey> {
    if (this.failure && performance.now() - this.failure.at < FAILURE_COOL_DOWN_MS) {
      throw new IssuerUnavailable('The identity provider has just failed.', { cause: this.failure.error });
    }
    this.reading ??= this.readNow().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  private async readNow(): Promise<JWTVerifyGetKey> {
    try {
      this.address ??= await discover(this.issuer);
      const keys = createLocalJWKSet(await readProviderDocument(keySet, this.address));
      this.kept = keys;
      this.readAt = performance.now();
      this.failure = null;
      return keys;
    } catch (error) {
      // The keys may have moved.
      this.address = null;
      this.failure = { error, at: performance.now() };
      throw new IssuerUnavailable('The keys of the identity provider cannot be read.', { cause: error });
    }
  }
}

async function discover(issuer: string): Promise<URL> {
  const { issuer: itself, jwks_uri } = await readProviderDocument(
    discovered,
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  );
  if (itself !== issuer) throw new Error('The discovery document names another issuer.');
  const keys = new URL(jwks_uri);
  // Without encryption only this machine itself: see OIDC_ISSUER.
  const isSafe = keys.protocol === 'https:' || keys.origin === new URL(issuer).origin;
  if (!isSafe) throw new Error('The keys of the issuer are not where they can be read safely.');
  return keys;
}
