import { isRoleMailbox, mailboxesIn } from './mailbox.rules.js';

/**
 * What free text may not hold: data of a pupil or of a private person. Errs on the side of letting text through where a
 * pattern has honest uses (a telephone number is ten digits too); the hub's forms have no field for such data anyway.
 */
interface Screen {
  /** Told the text in its plain form, in small letters, and as it was. */
  readonly found: (plain: string, cased: string) => boolean;
  /** What to tell the writer. Never repeats the text: it would end up in answers and logs. */
  readonly reason: string;
}

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
/** 14/03/2011, 14.3.11, 2011-03-14, 14 March 2011, 14th of March 2011, March 14, 2011. */
const DATE = `(?:\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2,4}|\\d{4}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH},? \\d{4}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})`;

const birth = new RegExp(`\\b(?:born|birthday|birth)\\b[^.;\\n]{0,20}?\\b${DATE}`);
const dateOfBirth = /\bd\.o\.b\b|\b(?:dob|date of birth)[ \n]?(?:[:=-][ \n]?)?\d/;
/** In capitals it is the field of a form; there are streets named Dob Lane. */
const fieldOfBirth = /\bDOB\b/;
const uniqueLearnerNumber =
  /\b(?:uln|(?:unique )?learner (?:number|no|id)|unique learner)\b\D{0,20}\d(?:[ -]?\d){9}(?:\D|$)/;
const namedField =
  /\b(?:upn|uln|nhs (?:number|no)|unique pupil number|unique learner number|(?:pupil|child|student)(?:['’]?s)? name|surname|forename)[ \n]?[:=#][ \n]?[^ \n]/;
/** A word of thirteen letters is a word: a pupil number has eleven digits in a row at least. */
const pupilNumber = /\b[a-z]\d{11}[a-z0-9]\b/;
const SPACES = /\s+/g;

const screens: readonly Screen[] = [
  {
    found: (plain) => pupilNumber.test(plain),
    reason: 'This seems to hold a unique pupil number. Leave it out: the hub keeps no pupil data.',
  },
  {
    found: (plain) => uniqueLearnerNumber.test(plain),
    reason: 'This seems to hold a unique learner number. Leave it out: the hub keeps no pupil data.',
  },
  {
    found: (plain, cased) => fieldOfBirth.test(cased) || dateOfBirth.test(plain) || birth.test(plain),
    reason: 'This seems to hold a date of birth. Leave it out: the hub keeps no pupil data.',
  },
  {
    found: (plain) => namedField.test(plain),
    reason: 'This seems to be copied from a pupil’s record. Leave it out: the hub keeps no pupil data.',
  },
  {
    found: (plain) => mailboxesIn(plain).some((address) => !isRoleMailbox(address)),
    reason:
      'This seems to hold the e-mail address of a person. Give a role mailbox instead, such as office@ or admin@.',
  },
];

/**
 * A text as the patterns expect it: characters in their plain forms, and one space or line break for each run of them. It may be
 * eighteen times as long as it was, since a character can stand for as many.
 */
function plainForm(text: string): string {
  return text.normalize('NFKC').replace(SPACES, (run) => (run.includes('\n') ? '\n' : ' '));
}

/**
 * Why a text is refused: a sentence that repeats nothing of it; null when nothing was found. Takes time in proportion to the
 * length of the text, which its rule has bounded.
 */
export function screenText(text: string): string | null {
  const cased = plainForm(text);
  const plain = cased.toLowerCase();
  return screens.find(({ found }) => found(plain, cased))?.reason ?? null;
}
