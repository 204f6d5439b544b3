import { z } from 'zod';
import type { Problem } from '../../../platform/errors.js';
import { addressText } from '../../../platform/parse.js';
import { isOrganisationMailbox, looksPersonal, MAILBOX } from '../../privacy/mailbox.rules.js';
import { lineText } from '../../privacy/text.rules.js';
import { contactAudiences, contactRoles } from '../../provider/provider-contact.entity.js';

/** A contact of a provider: there is one for each role and audience. */
export const contactInput = z
  .strictObject({
    role: z.enum(contactRoles).describe('What it is for.'),
    audience: z.enum(contactAudiences).describe('Who is shown it.'),
    email: addressText(254)
      .regex(MAILBOX, 'Give an e-mail address, such as referrals@example.org.')
      .describe(
        'Mailbox of a role or the organisation, such as referrals@example.org; for the public never of a person.',
      )
      .nullable()
      .default(null),
    namedPerson: z
      .boolean()
      .default(false)
      .describe(
        'True: there is no mailbox but that of a named person, who knows that it is shown. Not for the public.',
      ),
    telephone: lineText(40)
      .regex(/^\+?[0-9 ()-]{6,}$/, 'Give a telephone number: digits and spaces.')
      .describe('Telephone.')
      .nullable()
      .default(null),
  })
  .describe('A contact of a provider, the one for its role and audience.');

/**
 * What is wrong with a mailbox as a contact of a provider, known by these names; null: nothing. The public is shown what can be
 * told to be a role's or the organisation's. Schools and commissioners are shown what does not look like a person's, and that
 * only where it is said that it is.
 */
export function mailboxProblem(
  { email, audience, namedPerson }: z.output<typeof contactInput>,
  names: readonly string[],
): Problem | null {
  if (email === null || isOrganisationMailbox(email, names)) return null;
  const field = ['input', 'email'];
  if (audience === 'PUBLIC') {
    const message =
      'This is not to be told from the mailbox of a named person, and everybody would see it. Give one of a role or the ' +
      'organisation, such as referrals@ or office@, or a telephone number alone.';
    return { field, code: 'NAMED_PERSON', message };
  }
  if (namedPerson || !looksPersonal(email)) return null;
  const message =
    'This looks like the mailbox of a named person. Give one of a role or the organisation, such as referrals@ or office@. If ' +
    'there is none, and the person knows that it is shown, say so: namedPerson: true.';
  return { field, code: 'NAMED_PERSON', message };
}
