import { getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { Actor } from '../../src/features/identity/actor.js';
import type { Role } from '../../src/features/identity/permissions.js';
import type { Problem } from '../../src/platform/errors.js';
import { createErrorFormatter } from '../../src/platform/graphql/error-format.js';
import { createExecutor } from '../../src/platform/graphql/executor.js';
import { createLog } from '../../src/platform/log.js';
import type { TestHub } from '../support/hub.js';

// biome-ignore lint/suspicious/noExplicitAny: every test asks for something else, and looks at all of it
type Json = any;

/** What an operation answers, and the codes of its errors. */
export interface Answer {
  readonly data: Json;
  readonly codes: readonly string[];
}
/** Sends operations as someone. */
export type Ask = (query: string, variables?: Record<string, unknown>) => Promise<Answer>;

/** Sends operations to the hub's graph as someone with a role in local authorities and for providers. */
export function askAs(
  hub: TestHub,
  role: Role,
  reach: { in?: readonly string[]; of?: readonly string[] } = {},
): Ask {
  const actor = new Actor(`${role}: test`, [role], {
    everywhere: false,
    localAuthorities: new Set(reach.in ?? []),
    providers: new Set(reach.of ?? []),
  });
  const execute = createExecutor(hub.schema);
  const format = createErrorFormatter(createLog('silent'));
  return async (query, variables) => {
    const document = parse(query);
    const operation = getOperationAST(document) as OperationDefinitionNode;
    const result = await execute({ document, operation, variables, context: { actor } });
    const codes = (result.errors ?? []).map((error) => String(format(error, {}).extensions?.code));
    return { data: (result.data ?? {}) as Json, codes };
  };
}

/** The payload of the one mutation that was sent; fails when there was an error. */
export async function done(answer: Promise<Answer>): Promise<Json> {
  const { data, codes } = await answer;
  expect(codes).toEqual([]);
  const payload = Object.values(data as Json)[0] as Json;
  expect(payload.userErrors ?? []).toEqual([]);
  return payload;
}

/** The problems that the one mutation names; fails when it did something after all. */
export async function refused(answer: Promise<Answer>): Promise<Problem[]> {
  const { data, codes } = await answer;
  expect(codes).toEqual([]);
  const { userErrors, ...rest } = Object.values(data as Json)[0] as Json;
  expect(Object.values(rest)).toEqual([null]);
  return userErrors;
}

/** Fields of every payload's problems. */
export const problems = 'userErrors { field code message }';
