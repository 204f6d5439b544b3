import { Actor } from '../../src/features/identity/actor.js';
import type { Role } from '../../src/features/identity/permissions.js';
import { createGraphQLServer } from '../../src/platform/graphql/graphql-server.js';
import { createLog } from '../../src/platform/log.js';
import type { Response, TestHub } from './hub.js';

/** A person with a role for local authorities, providers and schools, by their codes, ids and URNs. */
export function anActor(
  role: Role,
  {
    localAuthorities = [],
    providers = [],
    schools = [],
  }: { localAuthorities?: string[]; providers?: string[]; schools?: string[] } = {},
): Actor {
  const reach = {
    everywhere: false,
    localAuthorities: new Set(localAuthorities),
    providers: new Set(providers),
    schools: new Set(schools),
  };
  return new Actor(`${role}: test`, [role], reach);
}

/** Norfolk's commissioner. */
export const commissioner = anActor('commissioner', { localAuthorities: ['926'] });

/** Sends an operation as an actor and answers whatever comes back. */
export type Ask = <T = Record<string, never>>(
  actor: Actor,
  document: string,
  variables?: Record<string, unknown>,
) => Promise<Response<T>>;

/** A graph for requests as a given person. */
export interface Graph {
  readonly ask: Ask;
  /** What it logged as a bug. */
  readonly unexpected: readonly string[];
  stop(): Promise<void>;
}

/** The hub's own GraphQL server with a given caller. Sign-in tests cover how a token becomes an actor. */
export async function graphOf(hub: Pick<TestHub, 'schema'>): Promise<Graph> {
  const unexpected: string[] = [];
  const log = createLog('error', { write: (line) => void unexpected.push(line) });
  const server = await createGraphQLServer({ schema: hub.schema, log });
  return {
    async ask<T>(actor: Actor, query: string, variables?: Record<string, unknown>) {
      const { body } = await server.answer({
        requestId: 'test',
        contentType: 'application/json',
        accept: 'application/json',
        body: { query, ...(variables && { variables }) },
        context: () => ({ actor }),
      });
      return JSON.parse(body) as Response<T>;
    },
    unexpected,
    stop: () => server.stop(),
  };
}
