/** The paths of the pages behind the links of a reminder. No log has them: the request log names routes. */
export const ANSWER_ROUTE = '/vacancies/confirm/:token';
export const STOP_ROUTE = '/vacancies/reminders/:token';

/** The path of the page that asks about the vacancies of a reminder. */
export function answerPath(token: string): string {
  return ANSWER_ROUTE.replace(':token', token);
}

/** The path of the page that ends reminders. */
export function stopPath(token: string): string {
  return STOP_ROUTE.replace(':token', token);
}
