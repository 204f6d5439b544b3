import { z } from 'zod';
import { amount, flag, milliseconds } from '../setting-kinds.js';

/** What an operation may cost, and whose documents are run. */
export const graphqlSettings = z.object({
  MAX_DEPTH: amount.default(12).describe('Deepest nesting of fields in one operation.'),
  MAX_ALIASES: amount.default(30).describe('Most aliases in one operation.'),
  MAX_COST: amount.default(10_000).describe('Highest cost of one operation (see `extensions.cost`).'),
  MAX_FIELDS_PUBLIC: amount
    .default(50_000)
    .describe('Most fields of one answer to whoever has not signed in; what is beyond ends it.'),
  MAX_FIELDS_CLIENT: amount.default(200_000).describe('The same for whoever has signed in.'),
  MAX_BYTES_PUBLIC: amount
    .default(4_000_000)
    .describe('Most bytes of one answer, roughly, to whoever has not signed in.'),
  MAX_BYTES_CLIENT: amount.default(16_000_000).describe('The same for whoever has signed in.'),
  BUDGETS: flag
    .default(true)
    .describe('Limit what clients may spend in a minute (see `extensions.rateLimit`): `true` or `false`.'),
  BUDGET_PUBLIC: amount
    .default(200_000)
    .describe('Cost that all who ask without signing in from one address may spend in a minute.'),
  BUDGET_CLIENT: amount
    .default(2_000_000)
    .describe('Cost that somebody who has signed in, or the program of an API key, may spend in a minute.'),
  OPERATIONS_AT_ONCE_PUBLIC: amount
    .max(1_000)
    .default(4)
    .describe('Operations that run at once of all who ask without signing in from one address; others wait.'),
  OPERATIONS_AT_ONCE_CLIENT: amount
    .max(1_000)
    .default(16)
    .describe('Operations that run at once of somebody who has signed in, or of the program of an API key.'),
  OPERATION_TIMEOUT_MS: milliseconds
    .default(10_000)
    .describe('Time in milliseconds after which a query is given up; a mutation gets four times as long.'),
  TRUSTED_DOCUMENTS: z
    .string()
    .min(1)
    .optional()
    .describe('File (JSON) with documents of your own clients, by `sha256:` and their SHA-256. Unset: none.'),
  ARBITRARY_DOCUMENTS: z
    .enum(['everybody', 'signed-in', 'nobody'])
    .default('everybody')
    .describe(
      'Who may send documents of their own: `everybody`, `signed-in` or `nobody`. All others send ids of trusted ones.',
    ),
});
export type GraphqlSettings = z.output<typeof graphqlSettings>;
