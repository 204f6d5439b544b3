import { isRoleMailbox } from './mailbox.js';

/**
 * What free text may not hold: data of a pupil or of a private person. Errs on the side of letting text through where a
 * pattern has honest uses (a telephone number is ten digits too); the hub's forms have no field for such data anyway.
 */
interface Screen {
  readonly found: (text: string) => boolean;
  /** What to tell the writer. Never repeats the text: it would end up in answers and logs. */
  readonly reason: string;
}

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
/** 14/03/2011, 14.3.11, 2011-03-14, 14 March 2011, 14th of March 2011, March 14, 2011. */
const DATE = `(?:\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2,4}|\\d{4}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH},? \\d{4}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})`;

const birth = new RegExp(`\\b(?:born|birthday|birth)\\b[^.;\\n]{0,20}?\\b${DATE}`, 'i');
const dateOfBirth = /\b(?:d\.o\.b|DOB)\b|\b(?:dob|date of birth)\s*[:=-]?\s*\d/i;
const uniqueLearnerNumber =
  /\b(?:uln|(?:unique )?learner (?:number|no|id)|unique learner)\b\D{0,20}\d(?:[ -]?\d){9}(?!\d)/i;
const namedField =
  /\b(?:upn|uln|nhs (?:number|no)|unique pupil number|unique learner number|(?:pupil|child|student)(?:['’]s)? name|surname|forename)\s*[:=#]\s*\S/i;
const candidate = /\b[a-z][a-z0-9]{12}\b/gi;
const emailAddress = /[\p{L}\p{N}.!#$%&*+/=?^_{|}~'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;

/** A word of thirteen letters is a word: a pupil number has eleven digits in a row at least. */
const hasPupilNumber = (text: string) =>
  (text.match(candidate) ?? []).some((run) => /^[a-z]\d{11}[a-z0-9]$/i.test(run));

const screens: readonly Screen[] = [
  {
    found: hasPupilNumber,
    reason: 'This seems to hold a unique pupil number. Leave it out: the hub keeps no pupil data.',
  },
  {
    found: (text) => uniqueLearnerNumber.test(text),
    reason: 'This seems to hold a unique learner number. Leave it out: the hub keeps no pupil data.',
  },
  {
    found: (text) => dateOfBirth.test(text) || birth.test(text),
    reason: 'This seems to hold a date of birth. Leave it out: the hub keeps no pupil data.',
  },
  {
    found: (text) => namedField.test(text),
    reason: 'This seems to be copied from a pupil’s record. Leave it out: the hub keeps no pupil data.',
  },
  {
    found: (text) => (text.match(emailAddress) ?? []).some((address) => !isRoleMailbox(address)),
    reason:
      'This seems to hold the e-mail address of a person. Give a role mailbox instead, such as office@ or admin@.',
  },
];

/** Why a free text is refused: a sentence that repeats nothing of it; null when nothing was found. */
export function screenText(text: string): string | null {
  const composed = text.normalize('NFKC');
  return screens.find(({ found }) => found(composed))?.reason ?? null;
}
