import { z } from 'zod';
import { codeText, globalId } from '../../platform/parse.js';
import { schoolUrn } from '../place/school-life.rules.js';
import { lineText } from '../privacy/text.rules.js';
import { permissions, roles } from './permissions.js';

/** The roles that a client can have, in capitals as in GraphQL. The public role needs no key. */
export const clientRoles = {
  SCHOOL: 'SCHOOL',
  PARTNER: 'PARTNER',
  PROVIDER_EDITOR: 'PROVIDER_EDITOR',
  COMMISSIONER: 'COMMISSIONER',
  QUALITY_OFFICER: 'QUALITY_OFFICER',
  ADMINISTRATOR: 'ADMINISTRATOR',
} as const satisfies Record<Uppercase<Exclude<keyof typeof roles, 'public'>>, string>;

const permission = codeText().refine(
  (text) => permissions.some((known) => known === text),
  `Give one of ${permissions.join(', ')}.`,
);

/** A program that will sign in with keys. */
export const apiClientInput = z
  .strictObject({
    name: lineText(100)
      .min(2)
      .describe('The name of the program, such as "Norfolk school portal". It must be unique.'),
    role: z.enum(clientRoles).describe('The role of the program. It decides what the program may do.'),
    localAuthorities: z
      .array(codeText(20))
      .max(200)
      .default([])
      .describe(
        'Codes of the local authorities where the program may use its role. Without any, a commissioner or quality officer may act in none.',
      ),
    providers: z
      .array(globalId)
      .max(200)
      .default([])
      .describe('Ids of the providers that the program may edit, for the role PROVIDER_EDITOR.'),
    schools: z
      .array(schoolUrn)
      .max(200)
      .default([])
      .describe(
        'URNs of the schools that the program may hold places for, for the roles SCHOOL and PARTNER.',
      ),
    scopes: z
      .array(permission)
      .max(permissions.length)
      .nullable()
      .default(null)
      .describe(
        'The only permissions of its role that the program may use. Null allows all permissions of the role.',
      ),
    trustedDocumentsOnly: z
      .boolean()
      .default(false)
      .describe('Whether its keys may send only trusted documents, by `documentId`.'),
  })
  .describe('A program that will sign in with API keys.');

/** The most keys that a client can have at one time: an old key and the one that replaces it. */
export const MOST_KEYS = 2;

/** How many days a key is valid: by default, and at most. */
export const DEFAULT_KEY_DAYS = 365;
export const MOST_KEY_DAYS = 400;

/** A new key for a client. */
export const apiKeyInput = z
  .strictObject({
    client: globalId.describe('The id of the client.'),
    days: z
      .int()
      .min(1)
      .max(MOST_KEY_DAYS)
      .default(DEFAULT_KEY_DAYS)
      .describe(`How many days the key is valid, from 1 to ${MOST_KEY_DAYS}.`),
  })
  .describe('A new key for a client.');
