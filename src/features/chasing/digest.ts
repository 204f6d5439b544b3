// cspell:ignore color

import { dateInWords, londonDay } from '../../platform/clock.js';
import { type Html, html } from '../../platform/html.js';
import type { MailToSend } from '../mail/outbox.service.js';
import type { AskedVacancy } from './chasing.repository.js';
import { confirmedInWords, statementInWords, vacancyName } from './statement-in-words.js';

/** What a reminder is made of. */
export interface Digest {
  /** The name of the local authority, such as Norfolk. */
  readonly council: string;
  readonly provider: string;
  readonly vacancies: readonly AskedVacancy[];
  /** The label of a code of VACANCY_UNIT. */
  readonly unitOf: (code: string) => string;
  /** How many reminders in a row this one makes. */
  readonly number: number;
  readonly link: string;
  /** Until when the link works. Milliseconds since 1970. */
  readonly linkExpires: number;
  readonly stopLink: string;
}

/** The content of a reminder: in plain text and in HTML, with the headers by which a mail program offers to end them. */
export function digestMail(digest: Digest): Pick<MailToSend, 'subject' | 'text' | 'html' | 'headers'> {
  return {
    subject: subjectOf(digest),
    text: textOf(digest),
    html: htmlOf(digest).text,
    headers: {
      'List-Unsubscribe': `<${digest.stopLink}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      // So that programs that answer mails by themselves do not answer this one (RFC 3834).
      'Auto-Submitted': 'auto-generated',
    },
  };
}

function subjectOf({ council, vacancies, number }: Digest): string {
  const question =
    vacancies.length === 1
      ? 'is your vacancy still true?'
      : `are your ${vacancies.length} vacancies still true?`;
  return `${council}: ${question}${number > 1 ? ` (reminder ${number})` : ''}`;
}

function wordsOf({ council, vacancies, linkExpires }: Digest) {
  const one = vacancies.length === 1;
  return {
    why: `${council} shows schools which places in alternative provision are open. After some time without an answer, a place is no longer shown as open.`,
    ask: one ? 'Please tell us whether this is still true:' : 'Please tell us whether these are still true:',
    how: 'You do not need to sign in. Opening the page changes nothing: you confirm by the button on it.',
    until: `The link works until ${dateInWords(londonDay(linkExpires))}. Anyone who has it can answer for you, so do not pass it on.`,
    because: `${council} has this address as your contact for vacancies.`,
  };
}

const lineOf = (vacancy: AskedVacancy, { unitOf }: Digest) =>
  `${statementInWords(vacancy, unitOf)}, ${confirmedInWords(vacancy)}`;

function textOf(digest: Digest): string {
  const words = wordsOf(digest);
  const vacancies = digest.vacancies.map((one) => `- ${vacancyName(one)}: ${lineOf(one, digest)}`);
  return `${digest.provider}

${words.why}

${words.ask}

${vacancies.join('\n')}

Answer here:
${digest.link}

${words.how}
${words.until}

${words.because} If you do not want these mails any more:
${digest.stopLink}
`;
}

function htmlOf(digest: Digest): Html {
  const words = wordsOf(digest);
  const vacancies = digest.vacancies.map(
    (one) => html`<li><strong>${vacancyName(one)}</strong>: ${lineOf(one, digest)}</li>\n`,
  );
  return html`<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>${subjectOf(digest)}</title></head>
<body style="font-family: Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #0b0c0c; max-width: 600px">
<h1 style="font-size: 20px">${digest.provider}</h1>
<p>${words.why}</p>
<p>${words.ask}</p>
<ul>
${vacancies}</ul>
<p><a href="${digest.link}" style="font-weight: bold; color: #1d70b8">Answer on this page</a></p>
<p>${words.how}</p>
<p>${words.until}</p>
<p>${words.because} <a href="${digest.stopLink}" style="color: #1d70b8">Stop these mails</a></p>
</body>
</html>
`;
}
