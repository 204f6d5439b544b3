import { z } from 'zod';
import { storableText } from '../../platform/parse.js';

/** What a contact is for. */
export const contactRoles = ['ENQUIRIES', 'REFERRALS', 'ADMISSIONS', 'SAFEGUARDING', 'FINANCE'] as const;
/** Who is shown a contact. */
export const contactAudiences = ['PUBLIC', 'SCHOOL', 'COMMISSIONER'] as const;

/** A contact of a provider: there is one for each role and audience. */
export const contactInput = z
  .strictObject({
    role: z.enum(contactRoles).describe('What it is for.'),
    audience: z.enum(contactAudiences).describe('Who is shown it.'),
    email: z
      .email('Give an e-mail address, such as referrals@example.org.')
      .max(254)
      .describe('Mailbox of a role, such as referrals@example.org, rather than of a person.')
      .nullable()
      .default(null),
    telephone: storableText(40)
      .trim()
      .regex(/^\+?[0-9 ()-]{6,}$/, 'Give a telephone number: digits and spaces.')
      .describe('Telephone.')
      .nullable()
      .default(null),
  })
  .describe('A contact of a provider, the one for its role and audience.');
