import { addressText } from '../../platform/parse.js';
import { MAILBOX } from './mailbox.rules.js';
import { lineText } from './text.rules.js';

/** An email address as it is entered. Whether it may be shown is for the rules of its contact to say. */
export const emailText = () =>
  addressText(254).regex(MAILBOX, 'Give an email address, such as referrals@example.org.');

/** A telephone number as it is entered. */
export const telephoneText = () =>
  lineText(40).regex(
    /^\+?[0-9 ()-]{6,}$/,
    'Give a telephone number of at least 6 digits, such as 01603 123456. Spaces, brackets, hyphens and a leading + are allowed.',
  );
