import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Clock } from '../../platform/clock.js';
import type { ClaimNames } from './claims.js';
import type { TokenIssuer } from './token-issuer.js';

/** The role and reach of a token from the development issuer. */
export interface DevelopmentIdentity {
  readonly role: string;
  /** Codes. */
  readonly localAuthorities: readonly string[];
  /** Global ids. */
  readonly providers: readonly string[];
  /** URNs. */
  readonly schools: readonly string[];
}

/** Signs tokens for any caller, so that a developer can try every role on their own machine. */
export interface DevelopmentIssuer extends TokenIssuer {
  readonly claimNames: ClaimNames;
  /** How long its tokens are valid, in seconds. */
  readonly tokenSeconds: number;
  tokenFor(identity: DevelopmentIdentity): Promise<string>;
}

const NAME = 'ap-hub-development';
const ALGORITHM = 'ES256';
const TOKEN_SECONDS = 3600;

/** A development issuer with its own key, which exists only in this process. */
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
      school: 'school',
      roleNames: new Map(),
    },
    tokenFor({ role, localAuthorities, providers, schools }) {
      const now = Math.floor(clock.now() / 1000);
      return new SignJWT({ role, localAuthority: localAuthorities, provider: providers, school: schools })
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
