import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { DevelopmentIssuer } from '../features/identity/development-issuer.js';
import { isRole, roles } from '../features/identity/permissions.js';
import type { ExplorerSignIn } from '../platform/http/explorer.js';
import { whyNotLocal } from '../platform/http/local-only.js';

/** Where the development issuer hands out tokens. */
export const DEVELOPMENT_TOKEN_PATH = '/dev/token';

/** Who asks there, by example. */
export const DEVELOPMENT_EXAMPLE = 'role=commissioner&localAuthority=926';

/** Carries the code so that it is in no address. */
const CODE_HEADER = 'x-sign-in-code';

/** The sign-in for the explorer's page, in the roles that say enough by themselves or with the demonstration's local authority. */
export function explorerSignIn(code: string | null): ExplorerSignIn {
  const here = 'localAuthority=926';
  return {
    path: DEVELOPMENT_TOKEN_PATH,
    codeHeader: code === null ? null : CODE_HEADER,
    choices: [
      { label: 'a school', query: 'role=school' },
      { label: 'a partner', query: 'role=partner' },
      { label: 'a commissioner in Norfolk', query: `role=commissioner&${here}` },
      { label: 'a quality officer in Norfolk', query: `role=quality_officer&${here}` },
      { label: 'an administrator', query: 'role=administrator' },
    ],
  };
}

/** Wrong codes in a minute; after them nobody is signed in until it is over. */
const WRONG_CODES = 10;
const MINUTE_SECONDS = 60;

/** A code that nobody can guess: 128 bits, for an address. */
export function newSignInCode(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * Serves the development issuer's tokens at /dev/token, worded as by an OAuth 2 token endpoint, to whoever is at this machine.
 * @param code what they must know besides, sent as `code` or in the header `x-sign-in-code`; null: nothing.
 */
export function addDevelopmentSignIn(
  app: FastifyInstance,
  issuer: DevelopmentIssuer,
  code: string | null,
): void {
  const wrongCodes = new RateLimiterMemory({ points: WRONG_CODES, duration: MINUTE_SECONDS });

  /** Answers a request that may not have a token; undefined when it may. */
  const refusal = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const why = whyNotLocal(request.raw);
    if (why) return refuse(reply, 403, `${why} Only somebody at this machine is signed in here.`);
    if (code === null) return;
    // Before the code is looked at: while it is closed, nothing is learnt from trying.
    const tried = await wrongCodes.get(DEVELOPMENT_TOKEN_PATH);
    if (tried && tried.remainingPoints <= 0) {
      const seconds = Math.ceil(tried.msBeforeNext / 1000);
      reply.header('retry-after', seconds);
      return refuse(reply, 429, `There were too many wrong codes. Try again in ${seconds} seconds.`);
    }
    const given = request.headers[CODE_HEADER] ?? queryOf(request).code;
    if (isCode(given, code)) return;
    if (given !== undefined) await wrongCodes.consume(DEVELOPMENT_TOKEN_PATH).catch(() => {});
    const what = given === undefined ? 'Send the code of this start' : 'This is not the code of this start';
    return refuse(
      reply,
      403,
      `${what}: it is in the link that the hub printed, and "npm run hub -- token" prints it.`,
    );
  };

  app.get(DEVELOPMENT_TOKEN_PATH, async (request, reply) => {
    reply.type('application/json; charset=utf-8');
    const refused = await refusal(request, reply);
    if (refused) return refused;
    const query = queryOf(request);
    const [role = ''] = listOf(query.role);
    if (!isRole(role)) {
      const message = `Say which role: ${Object.keys(roles).join(', ')}; as in ${DEVELOPMENT_TOKEN_PATH}?${DEVELOPMENT_EXAMPLE}.`;
      return reply.code(400).send({ error: 'invalid_request', error_description: message });
    }
    const token = await issuer.tokenFor({
      role,
      localAuthorities: listOf(query.localAuthority),
      providers: listOf(query.provider),
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

/** Parameters of an address: one that is given several times is a list. */
const parameters = z.record(z.string(), z.union([z.string(), z.array(z.string())]).optional());

function queryOf(request: FastifyRequest): z.output<typeof parameters> {
  return parameters.parse(request.query);
}

function listOf(value: string | string[] | undefined): string[] {
  return [value].flat().filter((one) => one !== undefined);
}
