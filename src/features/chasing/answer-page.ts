import { dateInWords, londonDay } from '../../platform/clock.js';
import { type Html, html } from '../../platform/html.js';
import type { PlainPage } from '../../platform/http/plain-page.js';
import type { AnswerOutcome, NothingBehind } from './answer.service.js';
import { answerField, choices, type FormError, placesField, type ReadForm } from './answer-form.js';
import type { SentVacancy } from './chasing.repository.js';
import { pageStyle } from './page-style.js';
import { confirmedInWords, statementInWords, vacancyName } from './statement-in-words.js';

/** Whose pages these are. */
export interface PageOwner {
  /** The name of the local authority. */
  readonly council: string;
  /** The name of the provider; null while it is not public. */
  readonly provider: string | null;
}

/** A vacancy on the page, at its position among those of the reminder. */
export interface ShownVacancy {
  readonly at: number;
  readonly vacancy: SentVacancy;
  readonly name: string;
  /** Whether the link still takes an answer about it. */
  readonly isOpen: boolean;
}

type UnitOf = (code: string) => string;

const page = (owner: PageOwner | null, title: string, content: Html, status = 200): PlainPage => ({
  status,
  title: owner ? `${title} – ${owner.council}` : title,
  style: pageStyle,
  main: html`    <header>${owner ? `${owner.council}: places in alternative provision` : 'Places in alternative provision'}</header>
    <main>
${content}
    </main>
    <footer>${owner ? `This page is from ${owner.council}’s register of alternative provision.` : 'This page is from a register of alternative provision.'}</footer>`,
});

/** The page that asks about the vacancies of a reminder. `form`: what was sent and is not complete. */
export function askingPage(
  owner: PageOwner,
  vacancies: readonly ShownVacancy[],
  unitOf: UnitOf,
  form: ReadForm | null = null,
): PlainPage {
  const open = vacancies.filter(({ isOpen }) => isOpen);
  const seen = vacancies.filter(({ isOpen }) => !isOpen);
  if (open.length === 0) return nothingLeftPage(owner, seen, unitOf);
  const title = open.length === 1 ? 'Is this vacancy still true?' : 'Are these vacancies still true?';
  const errors = form?.errors ?? [];
  const content = html`${errorSummary(errors)}
      <h1>${title}</h1>
      <p>${owner.provider}</p>
      <p>Nothing is stored before you press the button. Vacancies that you do not answer stay as they are.</p>
      <form method="post" novalidate>
${open.map((one) => question(one, unitOf, form))}
        <button type="submit">Confirm</button>
      </form>
${seenList(seen, unitOf)}`;
  return page(owner, errors.length > 0 ? `Error: ${title}` : title, content, errors.length > 0 ? 422 : 200);
}

function errorSummary(errors: readonly FormError[]): Html | null {
  if (errors.length === 0) return null;
  return html`      <div class="errors" role="alert" tabindex="-1">
        <h2>There is a problem</h2>
        <ul>${errors.map(({ field, message }) => html`<li><a href="#${field}">${message}</a></li>`)}</ul>
      </div>`;
}

function question({ at, vacancy, name }: ShownVacancy, unitOf: UnitOf, form: ReadForm | null): Html {
  const chosen = form?.given[answerField(at)];
  const of = (field: string) => form?.errors.find((error) => error.field === field)?.message ?? null;
  const choiceError = of(answerField(at));
  const placesError = of(placesField(at));
  const radio = (value: string, label: string, id: string) => html`
          <div class="choice"><input type="radio" id="${id}" name="${answerField(at)}" value="${value}"${
            chosen === value ? html` checked` : null
          }><label for="${id}">${label}</label></div>`;
  const errorLine = (id: string, message: string | null) =>
    message === null ? null : html`<p class="error" id="${id}">Error: ${message}</p>`;
  const first = answerField(at);
  const places = placesField(at);
  return html`        <fieldset aria-describedby="now-${at}${choiceError ? ` error-${at}` : ''}"${choiceError ? html` class="wrong"` : null}>
          <legend>${name}</legend>
          <p class="hint" id="now-${at}">It says: ${statementInWords(vacancy, unitOf)}, ${confirmedInWords(vacancy)}.</p>
          ${errorLine(`error-${at}`, choiceError)}${radio(choices.STILL_TRUE, 'This is still true', first)}${radio(choices.CHANGED, 'The number has changed', `${first}-changed`)}
          <div class="more${placesError ? ' wrong' : ''}">
            <label for="${places}">Number of places now<span class="hint">, if it has changed</span></label>
            ${errorLine(`error-${places}`, placesError)}<input type="text" id="${places}" name="${places}" inputmode="numeric" autocomplete="off" maxlength="3" value="${form?.given[places]?.slice(0, 20) ?? ''}"${
              placesError ? html` aria-invalid="true" aria-describedby="error-${places}"` : null
            }>
          </div>${radio(choices.NONE_NOW, 'There are no places now', `${first}-none`)}
        </fieldset>
`;
}

function seenList(seen: readonly ShownVacancy[], unitOf: UnitOf): Html | null {
  if (seen.length === 0) return null;
  return html`      <h2>Already answered, or changed since we wrote</h2>
      <ul>${seen.map(({ name, vacancy }) => html`<li>${name}: ${nowInWords(vacancy, unitOf)}</li>`)}</ul>`;
}

function nowInWords(vacancy: SentVacancy, unitOf: UnitOf): string {
  return `it now says ${statementInWords(vacancy, unitOf)}, ${confirmedInWords(vacancy)}`;
}

function nothingLeftPage(owner: PageOwner, seen: readonly ShownVacancy[], unitOf: UnitOf): PlainPage {
  const title = 'There is nothing left to answer';
  const content = html`      <h1>${title}</h1>
      <p>${owner.provider}</p>
      <p>This link takes one answer about each vacancy. To change one, sign in where you keep your entry, or ask ${owner.council}.</p>
${seenList(seen, unitOf)}`;
  return page(owner, title, content);
}

/** The page that says what became of the answers. */
export function answeredPage(
  owner: PageOwner,
  outcomes: readonly { readonly name: string; readonly outcome: AnswerOutcome }[],
): PlainPage {
  const stored = outcomes.flatMap(({ name, outcome }) =>
    typeof outcome === 'object' && 'storedUntil' in outcome ? { name, until: outcome.storedUntil } : [],
  );
  const others = outcomes.flatMap(({ name, outcome }) =>
    typeof outcome === 'object' && 'storedUntil' in outcome ? [] : { name, outcome },
  );
  const title = stored.length > 0 ? 'Thank you. Your answers are stored' : 'Your answers were not stored';
  const why = (outcome: 'SEEN' | { readonly refused: string }) =>
    typeof outcome === 'object'
      ? outcome.refused
      : 'Someone had answered or changed it before, so your answer was not stored.';
  const content = html`      <h1>${title}</h1>
${
  stored.length === 0
    ? null
    : html`      <div class="done">
        <p>Schools see this from now on:</p>
        <ul>${stored.map(({ name, until }) => html`<li>${name}: counts as confirmed until ${dateInWords(londonDay(until.getTime()))}</li>`)}</ul>
      </div>`
}${
  others.length === 0
    ? null
    : html`      <h2>Not stored</h2>
      <ul>${others.map(({ name, outcome }) => html`<li>${name}: ${why(outcome)}</li>`)}</ul>`
}
      <p>You can close this page.</p>`;
  return page(owner, title, content);
}

/** The page that ends reminders, or begins them again. Opening it changes nothing. */
export function stopPage(owner: PageOwner, isOptedOut: boolean): PlainPage {
  const title = isOptedOut ? 'You get no more of these mails' : 'Stop these mails?';
  const content = isOptedOut
    ? html`      <h1>${title}</h1>
      <p>${owner.provider}</p>
      <p>${owner.council} does not remind you of your vacancies any more. Please go on confirming them: after some time without an answer, a place is no longer shown as open.</p>
      <form method="post"><input type="hidden" name="action" value="start"><button type="submit">Send them again</button></form>`
    : html`      <h1>${title}</h1>
      <p>${owner.provider}</p>
      <p>${owner.council} sends you a mail when nobody has confirmed your vacancies for some time. After some time without an answer, a place is no longer shown as open.</p>
      <form method="post"><input type="hidden" name="action" value="stop"><button type="submit">Stop these mails</button></form>`;
  return page(owner, title, content);
}

/** The page for a link that leads nowhere. */
export function deadLinkPage(why: NothingBehind): PlainPage {
  if (why === 'EXPIRED') {
    const title = 'This link has expired';
    const content = html`      <h1>${title}</h1>
      <p>If your vacancies still need an answer, you will get another mail with a new link. You can also ask your local authority to send one now.</p>`;
    return page(null, title, content, 410);
  }
  const title = 'This link does not work';
  const content = html`      <h1>${title}</h1>
      <p>Check that you have copied the whole link from the mail. If it still does not work, ask your local authority to send a new one.</p>`;
  return page(null, title, content, 404);
}

/** The page for an error. */
export function errorPage(message: string): PlainPage {
  const title = 'Sorry, this did not work';
  return page(
    null,
    title,
    html`      <h1>${title}</h1>
      <p>${message}</p>
      <p>Try again later. Nothing is lost, and the link still works.</p>`,
  );
}

/** A vacancy of a reminder as the page shows it. */
export function shownVacancy(vacancy: SentVacancy, at: number): ShownVacancy {
  return { at, vacancy, name: vacancyName(vacancy), isOpen: vacancy.version === vacancy.sentVersion };
}
