import { z } from 'zod';
import { invalid, type Problem } from '../../platform/errors.js';
import { optional } from '../../platform/optional.js';
import { emailText, telephoneText } from '../privacy/contact-text.rules.js';
import { isOrganisationMailbox } from '../privacy/mailbox.rules.js';
import { lineText, proseText, webAddress } from '../privacy/text.rules.js';

/** The referral contact of a local authority, complete. Everyone sees it. */
export const referralContactInput = z
  .strictObject({
    team: lineText(200).min(3).describe('The name of the team, such as Inclusion and Alternative Provision.'),
    telephone: optional(telephoneText()).describe('The telephone number, 6 to 40 characters.'),
    email: optional(emailText()).describe(
      'The mailbox of the team, such as inclusion@example.gov.uk, never that of a person.',
    ),
    website: optional(webAddress).describe('The address of a page about referrals.'),
    note: proseText(500).default('').describe('What to know before asking, such as when someone answers.'),
  })
  .describe('The referral contact of a local authority. Give a telephone number, a mailbox or a website.');

/** What is wrong with a contact that has valid fields. `names`: the names of its local authority. */
export function contactProblems(
  { team, telephone, email, website }: z.output<typeof referralContactInput>,
  names: readonly string[],
): Problem[] {
  if (telephone === null && email === null && website === null) {
    return [invalid(['input', 'telephone'], 'Give a telephone number, a mailbox or a website.')];
  }
  if (email === null || isOrganisationMailbox(email, [...names, team])) return [];
  const message =
    'This could be the mailbox of a named person, and everyone would see it. Give the mailbox of the team, such as ' +
    'inclusion@ or referrals@, or only a telephone number.';
  return [{ field: ['input', 'email'], code: 'PERSONAL_DATA', message }];
}
