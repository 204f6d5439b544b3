import { z } from 'zod';
import { UserProblem } from '../../platform/errors.js';
import type { PlainPage } from '../../platform/http/plain-page.js';
import type { Asked, Route } from '../../platform/http/routes.js';
import type { Atlas } from '../place/atlas.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { Behind, MailedAnswers } from './answer.service.js';
import { readAnswers } from './answer-form.js';
import {
  answeredPage,
  askingPage,
  deadLinkPage,
  errorPage,
  type PageOwner,
  shownVacancy,
  stopPage,
} from './answer-page.js';
import { ANSWER_ROUTE, STOP_ROUTE } from './link-paths.js';
import type { LinkPurpose } from './signed-link.js';

/** What a page costs, in points of the budget: about as much as a small query. */
const COST = 20;
/** What an answer costs: each vacancy is a write. */
const ANSWER_COST = 200;

const token = z.object({ token: z.string().max(100) });
const action = z.object({ action: z.literal('start') });

/** The routes of the pages behind the links of reminders. By GET they change nothing, because programs that check mails follow links. */
export function answerRoutes(
  answers: MailedAnswers,
  vocabulary: Vocabulary,
  atlas: Pick<Atlas, 'localAuthorities'>,
): Route[] {
  const unitOf = (code: string) => vocabulary.get('VACANCY_UNIT', code).label;
  const ownerOf = async (behind: Behind): Promise<PageOwner> => {
    const provider = await answers.provider(behind);
    const council = provider && atlas.localAuthorities.get(provider.localAuthorityCode)?.name;
    return { provider: provider?.name ?? null, council: council ?? 'Your local authority' };
  };
  const route = (
    method: 'GET' | 'POST',
    [path, purpose, cost]: readonly [string, LinkPurpose, number],
    show: (behind: Behind, owner: PageOwner, asked: Asked) => Promise<PlainPage>,
  ): Route => ({
    method,
    path,
    cost,
    pageOfError: errorPage,
    async page(asked) {
      const given = token.safeParse(asked.params);
      const behind = given.success ? await answers.behind(purpose, given.data.token) : 'UNKNOWN';
      return typeof behind === 'string' ? deadLinkPage(behind) : show(behind, await ownerOf(behind), asked);
    },
  });
  const shownBehind = async (behind: Behind) => (await answers.vacancies(behind)).map(shownVacancy);

  return [
    route('GET', [ANSWER_ROUTE, 'answer', COST], async (behind, owner) =>
      askingPage(owner, await shownBehind(behind), unitOf),
    ),
    route('POST', [ANSWER_ROUTE, 'answer', ANSWER_COST], async (behind, owner, { body }) => {
      const shown = await shownBehind(behind);
      const form = readAnswers(body, shown);
      const isOpen = shown.some((one) => one.isOpen);
      if (!isOpen || form.errors.length > 0) return askingPage(owner, shown, unitOf, form);
      const outcomes = [];
      for (const { vacancy, answer } of form.answers) {
        outcomes.push({
          name: shown.find((one) => one.vacancy === vacancy)!.name,
          outcome: await answers.answer(behind, vacancy, answer),
        });
      }
      return answeredPage(owner, outcomes);
    }),
    route('GET', [STOP_ROUTE, 'stop', COST], async (behind, owner) =>
      stopPage(owner, await answers.isOptedOut(behind)),
    ),
    route('POST', [STOP_ROUTE, 'stop', COST], async (behind, owner, { body }) => {
      // A mail program sends no action, or one of its own: that ends the reminders (RFC 8058).
      const isOptedOut = !action.safeParse(body).success;
      try {
        await answers.setOptedOut(behind, isOptedOut);
      } catch (error) {
        if (!(error instanceof UserProblem)) throw error; // a provider that was withdrawn gets no reminders anyway
        return stopPage(owner, true);
      }
      return stopPage(owner, isOptedOut);
    }),
  ];
}
