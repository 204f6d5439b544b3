import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { DevelopmentIssuer } from '../features/identity/development-issuer.js';
import { isRole, roles } from '../features/identity/permissions.js';
import type { ExplorerSignIn } from '../platform/http/explorer-page.js';
import { whyNotLocal } from '../platform/http/local-only.js';

/** The path where the development issuer hands out tokens. */
export const DEVELOPMENT_TOKEN_PATH = '/dev/token';

/** An example of a query to it. */
export const DEVELOPMENT_EXAMPLE = 'role=commissioner&localAuthority=926';

/** A header for the code, so that it is in no address. */
const CODE_HEADER = 'x-sign-in-code';

/** A provider of the demonstration (URN 000001), for its editor. */
export const DEMONSTRATION_PROVIDER = 'prv_0bLmA3U-U4KGDgFisA15Ig';

/**
 * The sign-in for the explorer's page, with roles that need no further choice or that use the demonstration's local
 * authority.
 */
export function explorerSignIn(code: string | null): ExplorerSignIn {
  const here = 'localAuthority=926';
  return {
    path: DEVELOPMENT_TOKEN_PATH,
    codeHeader: code === null ? null : CODE_HEADER,
    choices: [
      { label: 'a school', query: 'role=school' },
      { label: 'a partner', query: 'role=partner' },
      {
        label: 'an editor of one provider',
        query: `role=provider_editor&provider=${DEMONSTRATION_PROVIDER}`,
      },
      { label: 'a commissioner in Norfolk', query: `role=commissioner&${here}` },
      { label: 'a quality officer in Norfolk', query: `role=quality_officer&${here}` },
      { label: 'an administrator', query: 'role=administrator' },
    ],
  };
}

/** After this many wrong codes in a minute, no one can sign in until the minute is over. */
const WRONG_CODES = 10;
const MINUTE_SECONDS = 60;

/** A code that no one can guess: 128 bits, for an address. */
export function newSignInCode(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * Serves the development issuer's tokens at /dev/token to people at this machine, in the format of an OAuth 2 token
 * endpoint.
 * @param code what they must also send, as `code` or in the header `x-sign-in-code`; null if nothing is needed.
 */
export function addDevelopmentSignIn(
  app: FastifyInstance,
  issuer: DevelopmentIssuer,
  code: string | null,
): void {
  const wrongCodes = new RateLimiterMemory({ points: WRONG_CODES, duration: MINUTE_SECONDS });

  /** Refuses a request that must not get a token; undefined if it may get one. */
  const refusal = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const why = whyNotLocal(request.raw);
    if (why) return refuse(reply, 403, `${why} Only people at this machine can sign in here.`);
    if (code === null) return;
    // This is checked before the code, so that attempts during the pause reveal nothing.
    const tried = await wrongCodes.get(DEVELOPMENT_TOKEN_PATH);
    if (tried && tried.remainingPoints <= 0) {
      const seconds = Math.ceil(tried.msBeforeNext / 1000);
      reply.header('retry-after', seconds);
      return refuse(reply, 429, `There were too many wrong codes. Try again in ${seconds} seconds.`);
    }
    const given = request.headers[CODE_HEADER] ?? queryOf(request).code;
    if (isCode(given, code)) return;
    if (given !== undefined) await wrongCodes.consume(DEVELOPMENT_TOKEN_PATH).catch(() => {});
    const what =
      given === undefined
        ? 'The request has no sign-in code. Send the current one'
        : 'The sign-in code is wrong. Send the current one';
    return refuse(
      reply,
      403,
      `${what}: it is in the link that the hub printed when it started, and "npm run hub -- token" prints it.`,
    );
  };

  app.get(DEVELOPMENT_TOKEN_PATH, async (request, reply) => {
    reply.type('application/json; charset=utf-8');
    const refused = await refusal(request, reply);
    if (refused) return refused;
    const query = queryOf(request);
    const [role = ''] = listOf(query.role);
    if (!isRole(role)) {
      const message = `Say which role you want: ${Object.keys(roles).join(', ')}. For example: ${DEVELOPMENT_TOKEN_PATH}?${DEVELOPMENT_EXAMPLE}.`;
      return reply.code(400).send({ error: 'invalid_request', error_description: message });
    }
    const token = await issuer.tokenFor({
      role,
      localAuthorities: listOf(query.localAuthority),
      providers: listOf(query.provider),
      schools: listOf(query.school),
    });
    return { access_token: token, token_type: 'Bearer', expires_in: issuer.tokenSeconds };
  });
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ error: 'access_denied', error_description: message });
}

function isCode(given: unknown, code: string): boolean {
  if (typeof given !== 'string') return false;
  const [one, other] = [given, code].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one as Buffer, other as Buffer);
}

/** Parameters of an address. One that is given several times is a list. */
const parameters = z.record(z.string(), z.union([z.string(), z.array(z.string())]).optional());

function queryOf(request: FastifyRequest): z.output<typeof parameters> {
  return parameters.parse(request.query);
}

function listOf(value: string | string[] | undefined): string[] {
  return [value].flat().filter((one) => one !== undefined);
}
