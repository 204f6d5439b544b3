import { createHash } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../platform/clock.js';
import { Unauthenticated } from '../../platform/errors.js';
import { errorFacts, type Log } from '../../platform/log.js';
import type { Actor } from './actor.js';
import type { Claims } from './claims.js';
import type { TokenIssuer } from './token-issuer.js';

/** Signatures by key pairs only: with a shared secret, whoever can check a token could make one. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const CLOCK_SKEW_SECONDS = 30;
/** A token that was verified is believed for so long without looking at its signature again, and never beyond its end. */
const BELIEVED_MS = 60_000;

interface Believed {
  readonly actor: Actor;
  /** Seconds since 1970. */
  readonly expires: number;
}

/** Signs in by bearer tokens (JWT, RFC 9068 or OpenID Connect) of one issuer. */
export class TokenSignIn {
  /** By a hash, so that no usable token lies about in memory. */
  private readonly believed = new LRUCache<string, Believed>({ max: 10_000, ttl: BELIEVED_MS });

  constructor(
    private readonly issuer: TokenIssuer,
    private readonly toActor: (claims: Claims) => Actor,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  /** @throws Unauthenticated saying what is wrong with the token, or that the issuer's keys are out of reach. */
  async actorOf(token: string): Promise<Actor> {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.believed.get(hash);
    if (known && this.clock.now() / 1000 < known.expires + CLOCK_SKEW_SECONDS) return known.actor;
    const claims = await this.verify(token);
    const actor = this.toActor(claims);
    this.believed.set(hash, { actor, expires: claims.exp });
    return actor;
  }

  private async verify(token: string): Promise<Claims & { readonly exp: number }> {
    try {
      const { payload } = await jwtVerify(token, await this.issuer.keys(), {
        issuer: this.issuer.issuer,
        audience: this.issuer.audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_SKEW_SECONDS,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(this.clock.now()),
      });
      return payload as Claims & { exp: number };
    } catch (error) {
      throw this.refusal(error);
    }
  }

  private refusal(error: unknown): Unauthenticated {
    if (error instanceof errors.JWTExpired) {
      return new Unauthenticated('This token has expired. Sign in again.');
    }
    if (error instanceof errors.JWTClaimValidationFailed) {
      return new Unauthenticated(`This token is not for this hub: its "${error.claim}" does not fit.`);
    }
    const isAboutToken = error instanceof errors.JOSEError && !KEYS_OUT_OF_REACH.has(error.code);
    if (isAboutToken) return new Unauthenticated('This is not a valid token of the identity provider.');
    this.log.warn({ error: errorFacts(error) }, 'the identity provider cannot be reached');
    const message =
      'The identity provider cannot be reached, so tokens cannot be checked. Try again in a minute.';
    return new Unauthenticated(message, 'SIGN_IN_UNAVAILABLE');
  }
}

const KEYS_OUT_OF_REACH = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);
