import { type Choices, eachChosen } from '../../platform/choice.js';
import { dateInWords } from '../../platform/clock.js';
import { isNot, type Problem, unknownCode } from '../../platform/errors.js';
import { codeText } from '../../platform/parse.js';
import type { School } from './school.entity.js';

const URN = /^\d{6}$/;

/** The unique reference number of a school. */
export const schoolUrn = codeText().regex(URN, 'Give the URN of a school: six digits.');

/** The problems with URNs in a condition, which would find nothing without a word. */
export function urnChoiceProblems(choice: Choices | undefined, path: readonly string[]): Problem[] {
  return eachChosen(choice, path, (urns, field) =>
    urns
      .filter((urn) => !URN.test(urn))
      .map((urn) => unknownCode(field, isNot(urn, 'the URN of a school, such as 123456'))),
  );
}

/** What GIAS says of the life of a school. */
export const schoolStatuses = ['OPEN', 'PROPOSED_TO_CLOSE', 'CLOSED', 'PROPOSED'] as const;
export type SchoolStatus = (typeof schoolStatuses)[number];

/** The codes of the GIAS extract. */
export const statusCodes: Readonly<Record<SchoolStatus, string>> = {
  OPEN: '1',
  CLOSED: '2',
  PROPOSED_TO_CLOSE: '3',
  PROPOSED: '4',
};

/** The status of a school. Null for a code that is not known. */
export function statusOf({ statusCode }: Pick<School, 'statusCode'>): SchoolStatus | null {
  return schoolStatuses.find((status) => statusCodes[status] === statusCode) ?? null;
}

/** Schools in words: "Invented School (URN 900001) and Other School (URN 900002)". */
export function schoolsInWords(schools: readonly Pick<School, 'name' | 'urn'>[]): string {
  const named = schools.map(({ name, urn }) => `${name} (URN ${urn})`);
  return named.length < 2 ? named.join() : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

/** What someone should know who searches from a school, as sentences. Null if it is open and stays so. */
export function schoolNotice(school: School, successors: readonly School[]): string | null {
  const { openedOn, closedOn } = school;
  const name = schoolsInWords([school]);
  const on = (day: string | null) => (day === null ? '' : ` on ${dateInWords(day)}`);
  switch (statusOf(school)) {
    case 'CLOSED':
      return `${name} ${closedOn === null ? 'has closed' : `closed${on(closedOn)}`}.${succession(successors)}`;
    case 'PROPOSED_TO_CLOSE':
      return `${name} is open, but it is proposed to close${on(closedOn)}.`;
    case 'PROPOSED':
      return `${name} is not open yet. It is proposed to open${on(openedOn)}.`;
    default:
      return null;
  }
}

/** The sentence that offers the successors of a closed school, with a space before it. Empty if there are none. */
export function succession(successors: readonly Pick<School, 'name' | 'urn'>[]): string {
  if (successors.length === 0) return '';
  const [is, it] =
    successors.length === 1 ? ['Its successor is', 'it'] : ['Its successors are', 'one of them'];
  return ` ${is} ${schoolsInWords(successors)}. You can search from ${it}.`;
}
