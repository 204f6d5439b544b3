import { z } from 'zod';
import { amount, flag, milliseconds } from '../setting-kinds.js';

/** What an operation may cost, and which documents the hub runs. */
export const graphqlSettings = z.object({
  MAX_DEPTH: amount.default(12).describe('Deepest nesting of fields in one operation.'),
  MAX_ALIASES: amount.default(30).describe('Maximum number of aliases in one operation.'),
  MAX_COST: amount.default(10_000).describe('Highest cost of one operation (see `extensions.cost`).'),
  MAX_FIELDS_PUBLIC: amount
    .default(50_000)
    .describe(
      'Maximum number of fields in one response to a caller who has not signed in. A larger response ends with an error.',
    ),
  MAX_FIELDS_CLIENT: amount
    .default(200_000)
    .describe('Maximum number of fields in one response to a caller who has signed in.'),
  MAX_BYTES_PUBLIC: amount
    .default(4_000_000)
    .describe('Maximum size in bytes, roughly, of one response to a caller who has not signed in.'),
  MAX_BYTES_CLIENT: amount
    .default(16_000_000)
    .describe('Maximum size in bytes, roughly, of one response to a caller who has signed in.'),
  BUDGETS: flag
    .default(true)
    .describe('Limit what clients can spend in a minute (see `extensions.rateLimit`): `true` or `false`.'),
  BUDGET_PUBLIC: amount
    .default(200_000)
    .describe(
      'Cost that all callers from one address who have not signed in can spend together in a minute.',
    ),
  BUDGET_CLIENT: amount
    .default(2_000_000)
    .describe(
      'Cost that each person who has signed in, or each program with an API key, can spend in a minute.',
    ),
  OPERATIONS_AT_ONCE_PUBLIC: amount
    .max(1_000)
    .default(4)
    .describe(
      'Number of operations that run at once for all callers from one address who have not signed in. Further operations wait.',
    ),
  OPERATIONS_AT_ONCE_CLIENT: amount
    .max(1_000)
    .default(16)
    .describe(
      'Number of operations that run at once for each person who has signed in, or each program with an API key.',
    ),
  OPERATION_TIMEOUT_MS: milliseconds
    .default(10_000)
    .describe(
      'Time in milliseconds after which the hub gives up a query. A mutation gets four times as long.',
    ),
  TRUSTED_DOCUMENTS: z
    .string()
    .min(1)
    .optional()
    .describe(
      'JSON file with the documents of your own clients, each under `sha256:` and its SHA-256. Unset: none.',
    ),
  ARBITRARY_DOCUMENTS: z
    .enum(['everybody', 'signed-in', 'nobody'])
    .default('everybody')
    .describe(
      'Who can send documents of their own: `everybody`, `signed-in` or `nobody`. All other callers send ids of trusted documents.',
    ),
});
export type GraphqlSettings = z.output<typeof graphqlSettings>;
