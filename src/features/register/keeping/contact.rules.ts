import { z } from 'zod';
import type { Problem } from '../../../platform/errors.js';
import { emailText, telephoneText } from '../../privacy/contact-text.rules.js';
import { isOrganisationMailbox, looksPersonal } from '../../privacy/mailbox.rules.js';
import { contactAudiences, contactRoles } from '../../provider/provider-contact.entity.js';

/** A contact of a provider. There is one for each role and audience. */
export const contactInput = z
  .strictObject({
    role: z.enum(contactRoles).describe('What the contact is for.'),
    audience: z.enum(contactAudiences).describe('Who can see the contact.'),
    email: emailText()
      .describe(
        'The mailbox of a role or of the organisation, such as referrals@example.org. For the public it is never a person’s mailbox. Give this, a telephone number or both.',
      )
      .nullable()
      .default(null),
    namedPerson: z
      .boolean()
      .default(false)
      .describe(
        'True if the only mailbox is that of a named person, who knows that it is shown. Not allowed for the public.',
      ),
    telephone: telephoneText().describe('The telephone number, 6 to 40 characters.').nullable().default(null),
  })
  .describe('The contact of a provider for one role and audience.');

/**
 * Returns the problem with the mailbox of a contact, or null if there is none. `names`: the names of the provider. The public
 * only sees mailboxes that clearly belong to a role or to the organisation. Schools and commissioners see mailboxes that do not
 * look like a person's, and others only if `namedPerson` is true.
 */
export function mailboxProblem(
  { email, audience, namedPerson }: z.output<typeof contactInput>,
  names: readonly string[],
): Problem | null {
  if (email === null || isOrganisationMailbox(email, names)) return null;
  const field = ['input', 'email'];
  if (audience === 'PUBLIC') {
    const message =
      'This could be the mailbox of a named person, and the public would see it. Give the mailbox of a role or of the ' +
      'organisation, such as referrals@ or office@, or only a telephone number.';
    return { field, code: 'PERSONAL_DATA', message };
  }
  if (namedPerson || !looksPersonal(email)) return null;
  const message =
    'This looks like the mailbox of a named person. Give the mailbox of a role or of the organisation, such as referrals@ or ' +
    'office@. If there is none, and the person knows that it is shown, set namedPerson to true.';
  return { field, code: 'PERSONAL_DATA', message };
}
