import { z } from 'zod';
import { codeText, globalId } from '../../platform/parse.js';
import { lineText } from '../privacy/text.rules.js';
import { permissions, roles } from './permissions.js';

/** Roles that a client may have, as the graph names them: capitals; the public needs no key. */
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

/** A program that will sign in by keys. */
export const apiClientInput = z
  .strictObject({
    name: lineText(100).min(2).describe('What it is called, such as "Norfolk school portal".'),
    role: z.enum(clientRoles).describe('What it may do.'),
    localAuthorities: z
      .array(codeText(20))
      .max(200)
      .default([])
      .describe('Codes of the local authorities in which the role holds.'),
    providers: z
      .array(globalId)
      .max(200)
      .default([])
      .describe('Ids of the providers for which the role holds, for a provider editor.'),
    scopes: z
      .array(permission)
      .max(permissions.length)
      .nullable()
      .default(null)
      .describe('Permissions that it is narrowed to; null: all that the role has.'),
    trustedDocumentsOnly: z
      .boolean()
      .default(false)
      .describe('Whether its keys may send trusted documents only, by `documentId`.'),
  })
  .describe('A program that will sign in by keys.');

/** Keys that a client may have at a time: the old one and the one that replaces it. */
export const MOST_KEYS = 2;

/** Days for which a key may be used, unless said otherwise and at most. */
export const DEFAULT_KEY_DAYS = 365;
export const MOST_KEY_DAYS = 400;

/** A key for a client. */
export const apiKeyInput = z
  .strictObject({
    client: globalId.describe('Id of the client.'),
    days: z
      .int()
      .min(1)
      .max(MOST_KEY_DAYS)
      .default(DEFAULT_KEY_DAYS)
      .describe(`Days for which it may be used, 1 to ${MOST_KEY_DAYS}.`),
  })
  .describe('A key for a client.');
