import { isRoleMailbox, mailboxesIn } from './mailbox.rules.js';

/**
 * Finds data about a pupil or a private person in free text. If a pattern also has honest uses (a telephone number can
 * have ten digits too), it lets the text through. The hub has no fields for such data anyway.
 */
interface Screen {
  /** Gets the plain form of the text, in lower case and with its capitals. */
  readonly found: (plain: string, cased: string) => boolean;
  /** The message for the writer. It never repeats the text, which would then appear in responses and logs. */
  readonly reason: string;
}

// cspell:ignore ruary uary ober
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
/** 14/03/2011, 14.3.11, 2011-03-14, 14 March 2011, 14th of March 2011, March 14, 2011. */
const DATE = `(?:\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2,4}|\\d{4}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH},? \\d{4}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})`;

const birth = new RegExp(`\\b(?:born|birthday|birth)\\b[^.;\\n]{0,20}?\\b${DATE}`);
const dateOfBirth = /\bd\.o\.b\b|\b(?:dob|date of birth)[ \n]?(?:[:=-][ \n]?)?\d/;
/** Only in capitals, as in a form, because there are streets called Dob Lane. */
const fieldOfBirth = /\bDOB\b/;
const uniqueLearnerNumber =
  /\b(?:uln|(?:unique )?learner (?:number|no|id)|unique learner)\b\D{0,20}\d(?:[ -]?\d){9}(?:\D|$)/;
const namedField =
  /\b(?:upn|uln|nhs (?:number|no)|unique pupil number|unique learner number|(?:pupil|child|student)(?:['’]?s)? name|surname|forename)[ \n]?[:=#][ \n]?[^ \n]/;
/** A pupil number has at least eleven digits in a row, so that no long word matches. */
const pupilNumber = /\b[a-z]\d{11}[a-z0-9]\b/;
const SPACES = /\s+/g;

const screens: readonly Screen[] = [
  {
    found: (plain) => pupilNumber.test(plain),
    reason:
      'This text seems to contain a unique pupil number. Remove it, because the hub does not keep pupil data.',
  },
  {
    found: (plain) => uniqueLearnerNumber.test(plain),
    reason:
      'This text seems to contain a unique learner number. Remove it, because the hub does not keep pupil data.',
  },
  {
    found: (plain, cased) => fieldOfBirth.test(cased) || dateOfBirth.test(plain) || birth.test(plain),
    reason:
      'This text seems to contain a date of birth. Remove it, because the hub does not keep pupil data.',
  },
  {
    found: (plain) => namedField.test(plain),
    reason:
      'This text seems to be copied from a pupil’s record. Remove it, because the hub does not keep pupil data.',
  },
  {
    found: (plain) => mailboxesIn(plain).some((address) => !isRoleMailbox(address)),
    reason:
      'This text seems to contain a person’s email address. Give a shared mailbox instead, such as office@ or admin@.',
  },
];

/**
 * A text in the form that the patterns expect: characters in their plain forms, and one space or line break for each
 * run of white space. It can be up to eighteen times as long, because one character can expand to that many.
 */
function plainForm(text: string): string {
  return text.normalize('NFKC').replace(SPACES, (run) => (run.includes('\n') ? '\n' : ' '));
}

/**
 * The reason to refuse a text, which repeats no part of it; null if nothing was found. The time it takes grows in
 * proportion to the length of the text, which the text's own rule limits.
 */
export function screenText(text: string): string | null {
  const cased = plainForm(text);
  const plain = cased.toLowerCase();
  return screens.find(({ found }) => found(plain, cased))?.reason ?? null;
}
