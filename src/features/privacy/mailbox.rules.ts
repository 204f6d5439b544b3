import { fold, words } from '../../platform/text.js';
import { givenNames } from './given-names.js';

/** Words of which one makes a mailbox that of a role or an organisation. */
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

/** What stands before a saint's name. */
const SAINT = new Set(['st', 'saint']);

/** How the address of a mailbox looks. */
export const MAILBOX =
  /^[A-Za-z0-9_+'-]+(?:\.[A-Za-z0-9_+'-]+)*@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;

/** A character of what stands before the `@`, as people write addresses in a text. */
const LOCAL = /[\p{L}\p{N}.!#$%&*+=?^_{|}~'-]/u;
const DOMAIN = /[\p{L}\p{N}.-]/u;

/** The addresses of mailboxes in a text, each looked at from its `@` to both sides, so that none of it is looked at twice. */
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

/** The words of what stands before the `@`, without what a `+` adds. */
function wordsOf(address: string): string[] {
  const [local = ''] = address.slice(0, address.lastIndexOf('@')).split('+', 1);
  return fold(local)
    .split(/[^\p{L}]+/u)
    .filter(Boolean);
}

/** Whether any word of a mailbox is that of a role: `office@`, `norwich.admissions@`. */
export function isRoleMailbox(address: string): boolean {
  return wordsOf(address).some((word) => roleWords.has(word));
}

/**
 * Whether a mailbox can be told to be a role's or the organisation's: a word of a role, or part of one of the organisation's
 * names, run together or by its first letters (`broadside@`, `broadsideboatyard@`, `nrba@`). Somebody's given name beside it
 * makes it theirs (`jane.office@`), unless the organisation is called so.
 */
export function isOrganisationMailbox(address: string, names: readonly string[]): boolean {
  const said = wordsOf(address);
  const known = names.map(words);
  if (said.some((word) => roleWords.has(word))) {
    const own = new Set(known.flat());
    return !said.some((word, i) => isPersonal(said, i) && !own.has(word));
  }
  return known.some((name) => isPartOf(said.join(''), name));
}

/** Whether a mailbox looks like a person's: a given name, an initial with another word, or two words (`forename.surname@`). */
export function looksPersonal(address: string): boolean {
  const said = wordsOf(address);
  return said.length > 1 || said.some((_, i) => isPersonal(said, i));
}

/** A given name that is not a saint's, as in the names of schools. */
function isPersonal(said: readonly string[], at: number): boolean {
  return givenNames.has(said[at] ?? '') && !SAINT.has(said[at - 1] ?? '');
}

/** A run of words of the name that holds nobody's given name, or the first letters of all of them. */
function isPartOf(said: string, name: readonly string[]): boolean {
  if (said.length < 2) return false;
  if (name.length > 1 && name.map((word) => word.charAt(0)).join('') === said) return true;
  return name.some((_, from) => {
    let run = '';
    for (let at = from; at < name.length && run.length < said.length; at++) {
      if (isPersonal(name, at)) return false;
      run += name[at];
      if (run === said) return true;
    }
    return false;
  });
}
