import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Clock } from '../../platform/clock.js';
import type { ClaimNames } from './claims.js';
import type { TokenIssuer } from './token-issuer.js';

/** Who a token of the development issuer is for. */
export interface DevelopmentIdentity {
  readonly role: string;
  /** Codes. */
  readonly localAuthorities: readonly string[];
  /** Ids, as the graph shows them. */
  readonly providers: readonly string[];
}

/** Signs tokens for whoever asks, so that every role can be tried out on one's own machine. */
export interface DevelopmentIssuer extends TokenIssuer {
  readonly claimNames: ClaimNames;
  /** How long its tokens last. */
  readonly tokenSeconds: number;
  tokenFor(identity: DevelopmentIdentity): Promise<string>;
}

const NAME = 'ap-hub-development';
const ALGORITHM = 'ES256';
const TOKEN_SECONDS = 3600;

/** A development issuer with a key of its own, which nobody else has and which ends with the process. */
export async function developmentIssuer(clock: Clock): Promise<DevelopmentIssuer> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  return {
    issuer: NAME,
    audience: NAME,
    mustSayAccessToken: false,
    tokenSeconds: TOKEN_SECONDS,
    key: createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: ALGORITHM }] }),
    claimNames: {
      role: 'role',
      localAuthority: 'localAuthority',
      provider: 'provider',
      roleNames: new Map(),
    },
    tokenFor({ role, localAuthorities, providers }) {
      const now = Math.floor(clock.now() / 1000);
      return new SignJWT({ role, localAuthority: localAuthorities, provider: providers })
        .setProtectedHeader({ alg: ALGORITHM })
        .setIssuer(NAME)
        .setAudience(NAME)
        .setSubject('development')
        .setIssuedAt(now)
        .setExpirationTime(now + TOKEN_SECONDS)
        .sign(privateKey);
    },
  };
}
