import { fold } from '../../platform/text.js';
import { givenNames } from './given-names.js';

/** Words that mark the mailbox of a role or an organisation. One is enough. */
const roleWords = new Set(
  (
    'accounts admin administration admissions alternative ap applications attendance behaviour booking bookings bursar business ' +
    'centre college commissioning contact data dpo dsl duty education ehcp engagement enquiries enquiry exclusions finance ' +
    'governors head headteacher hello help helpdesk hr inclusion info information intervention invoices mail manager office ' +
    'outreach panel partnership pastoral placements post principal privacy provision pru quality reception recruitment referral ' +
    'referrals registrar registry safeguarding school schools secretary sen senco send sendco service services support team ' +
    'therapy training transport trustees tuition wellbeing'
  ).split(' '),
);

/** Words before the name of a saint. */
const SAINT = new Set(['st', 'saint']);

/** The form of a mailbox address. */
export const MAILBOX =
  /^[A-Za-z0-9_+'-]+(?:\.[A-Za-z0-9_+'-]+)*@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;

/** A character that can come before the `@` when people write addresses in a text. */
const LOCAL = /[\p{L}\p{N}.!#$%&*+=?^_{|}~'-]/u;
const DOMAIN = /[\p{L}\p{N}.-]/u;

/**
 * The mailbox addresses in a text. The search goes from each `@` in both directions, so that it reads no part twice.
 */
export function mailboxesIn(text: string): string[] {
  const found: string[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let from = at;
    while (from > 0 && LOCAL.test(text.charAt(from - 1))) from--;
    let to = at + 1;
    while (to < text.length && DOMAIN.test(text.charAt(to))) to++;
    const [host, ending] = text.slice(at + 1, to).split('.', 2);
    if (from < at && host && ending) found.push(text.slice(from, to));
  }
  return found;
}

/** The words before the `@`, without what follows a `+`. */
function wordsOf(address: string): string[] {
  const [local = ''] = address.slice(0, address.lastIndexOf('@')).split('+', 1);
  return fold(local)
    .split(/[^\p{L}]+/u)
    .filter(Boolean);
}

/** Whether any word of a mailbox names a role: `office@`, `norwich.admissions@`. */
export function isRoleMailbox(address: string): boolean {
  return wordsOf(address).some((word) => roleWords.has(word));
}

// cspell:ignore broadsideboatyard
/**
 * Whether a mailbox clearly belongs to a role or the organisation. It has a word for a role, or part of one of the
 * organisation's names, as joined words or initials (`broadside@`, `broadsideboatyard@`, `nrba@`). A given name next to
 * it makes it personal (`jane.office@`), unless the name is part of the organisation's name.
 */
export function isOrganisationMailbox(address: string, names: readonly string[]): boolean {
  const said = wordsOf(address);
  // As they are spelt: an address has "st", not "saint".
  const known = names.map((name) => fold(name).match(/[\p{L}\p{N}]+/gu) ?? []);
  if (said.some((word) => roleWords.has(word))) {
    const own = new Set(known.flat());
    return !said.some((word, i) => isPersonal(said, i) && !own.has(word));
  }
  return known.some((name) => isPartOf(said.join(''), name));
}

/**
 * Whether a mailbox looks like a person's: a given name, an initial with another word, or two words
 * (`forename.surname@`).
 */
export function looksPersonal(address: string): boolean {
  const said = wordsOf(address);
  return said.length > 1 || said.some((_, i) => isPersonal(said, i));
}

/** Whether a word is a given name, and not that of a saint, as in the names of schools. */
function isPersonal(said: readonly string[], at: number): boolean {
  return givenNames.has(said[at] ?? '') && !SAINT.has(said[at - 1] ?? '');
}

/**
 * Whether a text is a run of words of the name without anyone's given name (`stjohn@`, but not `john@`), or the initials of all
 * its words.
 */
function isPartOf(said: string, name: readonly string[]): boolean {
  if (said.length < 2) return false;
  if (name.length > 1 && name.map((word) => word.charAt(0)).join('') === said) return true;
  return name.some((_, from) => {
    const rest = name.slice(from);
    let run = '';
    for (let at = 0; at < rest.length && run.length < said.length; at++) {
      if (isPersonal(rest, at)) return false;
      run += rest[at];
      if (run === said) return true;
    }
    return false;
  });
}
