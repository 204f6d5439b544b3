import { createHash } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../platform/clock.js';
import { Unauthenticated } from '../../platform/errors.js';
import { errorFacts, type Log } from '../../platform/log.js';
import type { Actor } from './actor.js';
import type { Claims } from './claims.js';
import { type Admit, admitAll } from './request-context.js';
import { IssuerUnavailable, type TokenIssuer } from './token-issuer.js';
import { ALGORITHMS, CLOCK_SKEW_SECONDS, checkShape, UnfitToken } from './token-shape.js';

/** How long a verified token is accepted without another check of its signature. Never after it expires. */
const BELIEVED_MS = 60_000;
/** The shortest time between two log lines that the identity provider cannot be reached. */
const TOLD_MS = 10_000;

interface Verified {
  readonly actor: Actor;
  /** Seconds since 1970. */
  readonly expires: number;
  /** On the monotonic clock of the process. */
  readonly at: number;
}

/** Signs callers in with bearer tokens (JWT, RFC 9068 or OpenID Connect) of one issuer. */
export class TokenSignIn {
  /** By a hash of the token, so that no usable token stays in memory. */
  private readonly verified = new LRUCache<string, Verified>({ max: 10_000 });
  private told = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly issuer: TokenIssuer,
    private readonly toActor: (claims: Claims) => Actor,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  /**
   * @param admit called before the check of a token that has never been found valid.
   * @throws Unauthenticated that says what is wrong with the token, or that the issuer's keys cannot be read.
   */
  async actorOf(token: string, admit: Admit = admitAll): Promise<Actor> {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.verified.get(hash);
    if (known && this.isBelieved(known)) return known.actor;
    if (!known) await admit();
    this.verified.delete(hash);
    const claims = await this.verify(token);
    const actor = this.toActor(claims);
    this.verified.set(hash, { actor, expires: claims.exp, at: performance.now() });
    return actor;
  }

  private isBelieved({ at, expires }: Verified): boolean {
    const isFresh = performance.now() - at < BELIEVED_MS;
    return isFresh && this.clock.now() / 1000 < expires + CLOCK_SKEW_SECONDS;
  }

  private async verify(token: string): Promise<Claims & { readonly exp: number }> {
    const { issuer, audience, mustSayAccessToken, key } = this.issuer;
    const now = this.clock.now();
    try {
      checkShape(token, { issuer, audience, mustSayAccessToken }, now / 1000);
      const { payload } = await jwtVerify(token, key, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_SKEW_SECONDS,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(now),
      });
      return payload as Claims & { exp: number };
    } catch (error) {
      throw this.refusal(error);
    }
  }

  private refusal(error: unknown): Unauthenticated {
    if (error instanceof UnfitToken) return new Unauthenticated(error.message);
    if (error instanceof errors.JWTClaimValidationFailed) {
      return new Unauthenticated(
        `This token is not for this hub, because its "${error.claim}" is not valid here. Sign in again to this hub.`,
      );
    }
    const isAboutToken = error instanceof errors.JOSEError && !(error instanceof errors.JWKSInvalid);
    if (isAboutToken)
      return new Unauthenticated('This is not a valid token of the identity provider. Sign in again.');
    this.tell(error);
    const message =
      'The identity provider cannot be reached, so tokens cannot be checked. Try again in a minute.';
    return new Unauthenticated(message, 'SIGN_IN_UNAVAILABLE');
  }

  /** Writes one log line, not one for each token. */
  private tell(error: unknown): void {
    const now = performance.now();
    if (now - this.told < TOLD_MS) return;
    this.told = now;
    const cause = error instanceof IssuerUnavailable ? error.cause : error;
    this.log.warn({ error: errorFacts(cause) }, 'the identity provider cannot be reached');
  }
}
