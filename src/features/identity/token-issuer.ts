import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { readProviderDocument } from './provider-document.js';

/** The issuer of tokens, and its keys. */
export interface TokenIssuer {
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** The value that `aud` must contain. */
  readonly audience: string;
  /** Whether the header of its tokens must say that they are access tokens (RFC 9068). */
  readonly mustSayAccessToken: boolean;
  /** Finds the key that a token was signed with. @throws IssuerUnavailable if the issuer's keys cannot be read. */
  readonly key: JWTVerifyGetKey;
}

/** The keys of an issuer cannot be read now, so tokens cannot be checked. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

/** How long the hub waits after a failure before it calls the issuer again. */
const FAILURE_COOL_DOWN_MS = 10_000;
/** How long the hub waits after it read the keys before an unknown key id makes it read them again. */
const COOL_DOWN_MS = 30_000;
/** The age at which keys are read again in the background, so that a failure has time to pass. */
const KEYS_AGE_MS = 300_000;
/** The age at which keys are no longer used, because one may have been withdrawn. */
const KEYS_LAST_MS = 600_000;

const discovered = z.object({ issuer: z.string(), jwks_uri: z.url() });
/** A set may hold keys of kinds that are not known here. jose checks each key when it is used. */
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/**
 * An OpenID Connect provider. The hub reads its discovery document when the first token comes, so a provider that is
 * down does not stop the hub from starting. Keys can rotate at any time. However many tokens come, the hub calls the
 * provider at most once in 10 seconds while it fails, and once in 30 seconds while tokens name keys that it does not
 * have.
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

/** Times are on the monotonic clock of the process. */
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

  /** Keys that are read again now; null if they were read so recently that nothing can be new. */
  async newer(): Promise<JWTVerifyGetKey | null> {
    return performance.now() - this.readAt < COOL_DOWN_MS ? null : this.read();
  }

  /** Concurrent callers share one read. For a while after a failure, they share its error. */
  private async read(): Promise<JWTVerifyGetKey> {
    if (this.failure && performance.now() - this.failure.at < FAILURE_COOL_DOWN_MS) {
      throw new IssuerUnavailable('The identity provider failed a moment ago.', {
        cause: this.failure.error,
      });
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
  // Without encryption, only this machine is allowed: see OIDC_ISSUER.
  const isSafe = keys.protocol === 'https:' || keys.origin === new URL(issuer).origin;
  if (!isSafe)
    throw new Error(
      'The keys of the issuer cannot be read safely: their address is neither https:// nor that of the issuer.',
    );
  return keys;
}
