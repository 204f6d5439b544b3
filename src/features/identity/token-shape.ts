import { decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';

/** What a token must say, of what it is for. */
export interface TokenExpectations {
  readonly issuer: string;
  readonly audience: string;
  /** Whether its header must say that it is an access token (RFC 9068). */
  readonly mustSayAccessToken: boolean;
}

/** Signatures by key pairs only: with a shared secret, whoever can check a token could make one. */
export const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
];

/** Clocks may differ by so much. */
export const CLOCK_SKEW_SECONDS = 30;

/** Types of access tokens (RFC 9068), and what providers write that give none. */
const ACCESS_TOKEN = ['at+jwt', 'application/at+jwt'];
const ANY_TOKEN = [...ACCESS_TOKEN, 'jwt', 'application/jwt'];
/** Claims that only ID tokens (OpenID Connect), logout tokens and security events (RFC 8417) have. */
const OF_OTHER_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'];
/** Longest subject (OpenID Connect Core, section 2). */
const LONGEST_SUBJECT = 255;
/** Controls, invisible format characters, halves of characters and line ends. */
const ODD = /[\p{C}\p{Zl}\p{Zp}]/u;

const text = z.string();
const absent = z.undefined().optional();
const header = z.object({
  alg: z.enum(ALGORITHMS),
  kid: text.optional(),
  typ: z.unknown().optional(),
  // No extension is understood here, and no token within a token.
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

/** A token that is no good; the message is a sentence for whoever sent it. */
export class UnfitToken extends Error {
  override readonly name = 'UnfitToken';
}

/**
 * Refuses, before any key is looked for, a token that could not be good whoever signed it: what it says of itself, its issuer,
 * audience, times and subject. That it says so proves nothing: the signature covers all of it and is checked afterwards.
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
  // What Keycloak and Cognito write into their tokens.
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

/** But for a slash at the end: discovery finds that out, and the log then says that the setting is wrong. */
function isIssuer(iss: string, issuer: string): boolean {
  return iss.replace(/\/$/, '') === issuer.replace(/\/$/, '');
}

function unfit(claim: string): UnfitToken {
  return new UnfitToken(`This token is not for this hub: its "${claim}" does not fit.`);
}

function invalid(): UnfitToken {
  return new UnfitToken('This is not a valid token of the identity provider.');
}

function notAccess(what: string): UnfitToken {
  return new UnfitToken(
    `This is not an access token for an API: its ${what} is that of another kind of token.`,
  );
}
