import { z } from 'zod';
import type { Answer } from './answer.service.js';
import type { SentVacancy } from './chasing.repository.js';

/** The largest number of places of a vacancy. */
const MOST_PLACES = 200;
const PLACES = /^\d{1,3}$/;

/** The names of the fields of the vacancy at a position. */
export const answerField = (at: number) => `answer-${at}`;
export const placesField = (at: number) => `places-${at}`;

/** The choices for a vacancy, as the form sends them. */
export const choices = { STILL_TRUE: 'still', CHANGED: 'changed', NONE_NOW: 'none' } as const;

const fields = z.record(z.string(), z.string());

/** What was typed wrong: the id of the field, and a sentence. */
export interface FormError {
  readonly field: string;
  readonly message: string;
}

/** A form as it was sent. */
export interface ReadForm {
  readonly answers: readonly { readonly vacancy: SentVacancy; readonly answer: Answer }[];
  readonly errors: readonly FormError[];
  /** What was sent, to be shown again. */
  readonly given: Readonly<Record<string, string>>;
}

/** Reads the form about vacancies, by their positions in the list. Vacancies without a choice are left as they are. */
export function readAnswers(
  body: unknown,
  open: readonly { readonly vacancy: SentVacancy; readonly at: number; readonly name: string }[],
): ReadForm {
  const { data: given = {} } = fields.safeParse(body ?? {});
  const answers: { vacancy: SentVacancy; answer: Answer }[] = [];
  const errors: FormError[] = [];
  for (const { vacancy, at, name } of open) {
    const choice = given[answerField(at)];
    const places = given[placesField(at)]?.trim() ?? '';
    if (choice !== choices.CHANGED && places !== '') {
      errors.push({
        field: answerField(at),
        message: `For ${name}, choose “The number has changed”, or leave the number empty`,
      });
    } else if (choice === choices.STILL_TRUE) answers.push({ vacancy, answer: { kind: 'STILL_TRUE' } });
    else if (choice === choices.NONE_NOW) answers.push({ vacancy, answer: { kind: 'NONE_NOW' } });
    else if (choice === choices.CHANGED) {
      if (PLACES.test(places) && Number(places) <= MOST_PLACES)
        answers.push({ vacancy, answer: { kind: 'CHANGED', places: Number(places) } });
      else
        errors.push({
          field: placesField(at),
          message: `Enter the number of places for ${name}, from 0 to ${MOST_PLACES}`,
        });
    }
  }
  const first = open[0];
  if (answers.length === 0 && errors.length === 0 && first) {
    errors.push({ field: answerField(first.at), message: 'Choose an answer for at least one vacancy' });
  }
  return { answers, errors, given };
}
