import {
  type ExecutionResult,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { Actor } from '../../src/features/identity/actor.js';
import type { Role } from '../../src/features/identity/permissions.js';
import { createExecutor } from '../../src/platform/graphql/executor.js';
import type { TestDatabase } from '../support/database.js';
import type { TestHub } from '../support/hub.js';

/** Someone with one role, in these local authorities and for these providers. */
export function actorOf(
  role: Role,
  where: { localAuthorities?: string[]; providers?: string[] } = {},
): Actor {
  return new Actor(`${role} test`, [role], {
    everywhere: role === 'administrator',
    localAuthorities: new Set(where.localAuthorities),
    providers: new Set(where.providers),
  });
}

/** Adds a second local authority, Cumbria, to the one of the reference data. */
export async function addCumbria({ pool }: TestDatabase): Promise<void> {
  await pool.query(
    `insert into local_authority (code, name) values ('909', 'Cumbria') on conflict do nothing`,
  );
}

/** A commissioner of Norfolk, where the builders put providers. */
export const commissioner = actorOf('commissioner', { localAuthorities: ['926'] });

/** The messages of what was refused. */
export const refusals = ({ errors = [] }: ExecutionResult) => errors.map(({ message }) => message);

/** Asks the graph of a hub as someone. */
export async function ask<T>(
  hub: TestHub,
  actor: Actor,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<ExecutionResult & { data: T }> {
  const document = parse(query);
  expect(validate(hub.schema, document)).toEqual([]);
  const operation = getOperationAST(document) as OperationDefinitionNode;
  const result = await createExecutor(hub.schema)({ document, operation, variables, context: { actor } });
  return result as ExecutionResult & { data: T };
}
