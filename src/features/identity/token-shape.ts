import { decodeJwt, decodeProtectedHeader, type JWTPayload, type ProtectedHeaderParameters } from 'jose';

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
  const { header, claims } = decode(token);
  checkHeader(header, expected.mustSayAccessToken);
  const unfit = (claim: string) =>
    new UnfitToken(`This token is not for this hub: its "${claim}" does not fit.`);
  if (!isIssuer(claims.iss, expected.issuer)) throw unfit('iss');
  const audiences: unknown[] = [claims.aud].flat();
  if (!audiences.includes(expected.audience) || !audiences.every(isText)) throw unfit('aud');
  checkTimes(claims, now, unfit);
  if (!isSubject(claims.sub)) throw unfit('sub');
  const foreign = OF_OTHER_TOKENS.find((claim) => Object.hasOwn(claims, claim));
  if (foreign) throw notAccess(`"${foreign}"`);
  // What Keycloak and Cognito write into their tokens.
  if (claims.typ !== undefined && String(claims.typ).toLowerCase() !== 'bearer') throw notAccess('"typ"');
  if (claims.token_use !== undefined && claims.token_use !== 'access') throw notAccess('"token_use"');
}

function decode(token: string): { header: ProtectedHeaderParameters; claims: JWTPayload } {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch {
    throw invalid();
  }
}

function checkHeader(header: ProtectedHeaderParameters, mustSayAccessToken: boolean): void {
  const { alg, kid, typ, crit, cty, enc, zip } = header as Record<string, unknown>;
  // No extension is understood here, and no token within a token.
  const isPlain = [crit, cty, enc, zip].every((extension) => extension === undefined);
  const isKeyed = kid === undefined || isText(kid);
  if (!isPlain || !isKeyed || !ALGORITHMS.includes(alg as string)) throw invalid();
  const type = typ === undefined ? undefined : String(typ).toLowerCase();
  const isFit = mustSayAccessToken
    ? ACCESS_TOKEN.includes(type ?? '')
    : type === undefined || ANY_TOKEN.includes(type);
  if (!isFit) throw notAccess('type ("typ")');
}

function checkTimes(claims: JWTPayload, now: number, unfit: (claim: string) => UnfitToken): void {
  const { exp, nbf, iat } = claims;
  if (!isTime(exp)) throw unfit('exp');
  if (exp <= now - CLOCK_SKEW_SECONDS) throw new UnfitToken('This token has expired. Sign in again.');
  for (const [claim, time] of Object.entries({ nbf, iat })) {
    if (time !== undefined && (!isTime(time) || time > now + CLOCK_SKEW_SECONDS)) throw unfit(claim);
  }
}

/** But for a slash at the end: discovery finds that out, and the log then says that the setting is wrong. */
function isIssuer(iss: unknown, issuer: string): boolean {
  return isText(iss) && iss.replace(/\/$/, '') === issuer.replace(/\/$/, '');
}

function isSubject(sub: unknown): boolean {
  return isText(sub) && sub.trim() === sub && sub !== '' && sub.length <= LONGEST_SUBJECT && !ODD.test(sub);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTime(value: unknown): value is number {
  return Number.isFinite(value);
}

function invalid(): UnfitToken {
  return new UnfitToken('This is not a valid token of the identity provider.');
}

function notAccess(what: string): UnfitToken {
  return new UnfitToken(
    `This is not an access token for an API: its ${what} is that of another kind of token.`,
  );
}
