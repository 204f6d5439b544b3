import { decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';

/** What a token must contain. */
export interface TokenExpectations {
  readonly issuer: string;
  readonly audience: string;
  /** Whether its header must say that it is an access token (RFC 9068). */
  readonly mustSayAccessToken: boolean;
}

/** Only algorithms with key pairs. With a shared secret, anyone who can check a token can also create one. */
export const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
];

/** How far clocks may differ, in seconds. */
export const CLOCK_SKEW_SECONDS = 30;

/** Types of access tokens (RFC 9068), and the types that other identity providers use. */
const ACCESS_TOKEN = ['at+jwt', 'application/at+jwt'];
const ANY_TOKEN = [...ACCESS_TOKEN, 'jwt', 'application/jwt'];
/** Claims that appear only in ID tokens (OpenID Connect), logout tokens and security events (RFC 8417). */
const OF_OTHER_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'];
/** The longest subject (OpenID Connect Core, section 2). */
const LONGEST_SUBJECT = 255;
/** Control characters, invisible format characters, lone surrogates and line ends. */
const ODD = /[\p{C}\p{Zl}\p{Zp}]/u;

const text = z.string();
const absent = z.undefined().optional();
const header = z.object({
  alg: z.enum(ALGORITHMS),
  kid: text.optional(),
  typ: z.unknown().optional(),
  // The hub supports no extensions and no nested tokens.
  ...{ crit: absent, cty: absent, enc: absent, zip: absent },
});
/** Seconds since 1970. */
const time = z.number();
const claims = z.looseObject({
  iss: text,
  aud: z.union([text, z.array(text)]),
  exp: time,
  nbf: time.optional(),
  iat: time.optional(),
  sub: text
    .min(1)
    .max(LONGEST_SUBJECT)
    .refine((sub) => sub.trim() === sub && !ODD.test(sub)),
});
type Claims = z.output<typeof claims>;

/** A token that is not acceptable. The message is for the caller. */
export class UnfitToken extends Error {
  override readonly name = 'UnfitToken';
}

/**
 * Refuses a token that cannot be valid whatever its signature, before any key is looked up. It checks the header,
 * issuer, audience, times and subject. These prove nothing until the signature, which covers all of them, is checked
 * later.
 * @param now seconds since 1970.
 * @throws UnfitToken
 */
export function checkShape(token: string, expected: TokenExpectations, now: number): void {
  const decoded = decode(token);
  checkHeader(decoded.header, expected.mustSayAccessToken);
  const { success, data, error } = claims.safeParse(decoded.claims);
  if (!success) throw unfit(String(error.issues[0]?.path[0]));
  if (!isIssuer(data.iss, expected.issuer)) throw unfit('iss');
  if (![data.aud].flat().includes(expected.audience)) throw unfit('aud');
  checkTimes(data, now);
  const foreign = OF_OTHER_TOKENS.find((claim) => Object.hasOwn(data, claim));
  if (foreign) throw notAccess(`"${foreign}"`);
  // Keycloak and Cognito put these in their tokens.
  if (data.typ !== undefined && String(data.typ).toLowerCase() !== 'bearer') throw notAccess('"typ"');
  if (data.token_use !== undefined && data.token_use !== 'access') throw notAccess('"token_use"');
}

function decode(token: string): { readonly header: unknown; readonly claims: unknown } {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch {
    throw invalid();
  }
}

function checkHeader(given: unknown, mustSayAccessToken: boolean): void {
  const { success, data } = header.safeParse(given);
  if (!success) throw invalid();
  const type = data.typ === undefined ? undefined : String(data.typ).toLowerCase();
  const isFit = mustSayAccessToken
    ? ACCESS_TOKEN.includes(type ?? '')
    : type === undefined || ANY_TOKEN.includes(type);
  if (!isFit) throw notAccess('type ("typ")');
}

function checkTimes({ exp, nbf = 0, iat = 0 }: Claims, now: number): void {
  if (exp <= now - CLOCK_SKEW_SECONDS) throw new UnfitToken('This token has expired. Sign in again.');
  for (const [claim, begins] of Object.entries({ nbf, iat })) {
    if (begins > now + CLOCK_SKEW_SECONDS) throw unfit(claim);
  }
}

/** Ignores a slash at the end. Discovery detects that difference, and the log then says that the setting is wrong. */
function isIssuer(iss: string, issuer: string): boolean {
  return iss.replace(/\/$/, '') === issuer.replace(/\/$/, '');
}

function unfit(claim: string): UnfitToken {
  return new UnfitToken(
    `This token is not for this hub, because its "${claim}" is not valid here. Sign in again to this hub.`,
  );
}

function invalid(): UnfitToken {
  return new UnfitToken('This is not a valid token of the identity provider. Sign in again.');
}

function notAccess(what: string): UnfitToken {
  return new UnfitToken(
    `This is not an access token for an API. Its ${what} belongs to another kind of token. Send an access token.`,
  );
}
