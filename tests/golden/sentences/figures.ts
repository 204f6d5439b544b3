import type { Ask } from '../../support/hub.js';
import type { Kind, Question } from './question.js';

/** How good the results of one question were. */
export interface Score {
  readonly question: Question;
  /** `Title @ Provider`, each once, in the order found. */
  readonly found: readonly string[];
  readonly isFirstRight: boolean | null;
  /** Share of what belongs that is among the first ten; of ten, if there are more. Null: not judged. */
  readonly recall: number | null;
  readonly reciprocalRank: number | null;
  readonly isEmpty: boolean;
  /** What of `understood` was understood, and what was not, each as text. */
  readonly understood: readonly string[];
  readonly missed: readonly string[];
  readonly hasSignpost: boolean;
}

/** The means of some scores. */
export interface SentenceFigures {
  readonly questions: number;
  readonly first: number;
  readonly recall: number;
  readonly meanReciprocalRank: number;
  /** Of the questions for which something fits, the share for which nothing was found. */
  readonly empty: number;
  /** Of what should have been understood, the share that was. */
  readonly understood: number;
}

const PAGE = 10;

const SEARCH = `query Sentence($text: String, $near: NearInput, $filter: SearchFilter) {
  search(text: $text, near: $near, filter: $filter, first: 40) {
    nodes { offering { title } provider { name } }
    understood {
      place { label postcode } area yearGroups ages keyStages
      concepts { strongCodes }
    }
    signposts { label }
    userErrors { message }
  }
}`;

interface Result {
  readonly nodes: readonly { readonly offering: { title: string }; readonly provider: { name: string } }[];
  readonly understood: {
    readonly place: { readonly label: string; readonly postcode: string | null } | null;
    readonly area: string | null;
    readonly yearGroups: readonly number[];
    readonly ages: readonly number[];
    readonly keyStages: readonly string[];
    readonly concepts: readonly { readonly strongCodes: readonly string[] }[];
  } | null;
  readonly signposts?: readonly object[];
  readonly userErrors: readonly { readonly message: string }[];
}

/** Asks a question as a person would, and judges the first page. */
export async function scoreOf(ask: Ask, question: Question): Promise<Score> {
  const { text, near, filter, best, belongs = best, nothing } = question;
  const { data, errors } = await ask(SEARCH, {
    ...(text && { text }),
    ...(near && { near: nearOf(near) }),
    ...(filter && { filter: filterOf(filter) }),
  });
  const result = (data as unknown as { search: Result } | null)?.search;
  if (!result || errors) throw new Error(`"${text}" was not carried out: ${JSON.stringify(errors)}`);
  const found = [
    ...new Set(result.nodes.map(({ offering, provider }) => `${offering.title} @ ${plain(provider.name)}`)),
  ];
  const ten = found.slice(0, PAGE);
  const rank = best ? ten.findIndex((name) => best.includes(name as never)) + 1 : 0;
  const [understood, missed] = comprehension(question, result);
  return {
    question,
    found,
    isFirstRight: nothing ? found.length === 0 : best ? rank === 1 : null,
    recall: nothing
      ? Number(found.length === 0)
      : belongs
        ? belongs.filter((name) => ten.includes(name)).length / Math.min(PAGE, belongs.length)
        : null,
    reciprocalRank: nothing ? Number(found.length === 0) : best ? (rank > 0 ? 1 / rank : 0) : null,
    isEmpty: found.length === 0,
    understood,
    missed,
    hasSignpost: (result.signposts?.length ?? 0) > 0,
  };
}

/** The means of scores; what was not judged does not count. */
export function figuresOf(scores: readonly Score[]): SentenceFigures {
  const mean = (values: readonly (number | boolean | null)[]) => {
    const judged = values.filter((value) => value !== null).map(Number);
    return judged.reduce((sum, value) => sum + value, 0) / Math.max(1, judged.length);
  };
  const known = scores.reduce((sum, { understood }) => sum + understood.length, 0);
  const unknown = scores.reduce((sum, { missed }) => sum + missed.length, 0);
  return {
    questions: scores.length,
    first: mean(scores.map(({ isFirstRight }) => isFirstRight)),
    recall: mean(scores.map(({ recall }) => recall)),
    meanReciprocalRank: mean(scores.map(({ reciprocalRank }) => reciprocalRank)),
    empty: mean(scores.filter(({ question }) => question.best).map(({ isEmpty }) => isEmpty)),
    understood: known / Math.max(1, known + unknown),
  };
}

/** A table of figures: one line for each kind, then one for all. */
export function tableOf(scores: readonly Score[]): string {
  const kinds = [...new Set(scores.map(({ question }) => question.kind))];
  const rows: [string, SentenceFigures][] = [
    ...kinds.map((kind: Kind): [string, SentenceFigures] => [
      kind,
      figuresOf(scores.filter(({ question }) => question.kind === kind)),
    ]),
    ['all', figuresOf(scores)],
  ];
  const percent = (share: number) => `${(share * 100).toFixed(0)} %`.padStart(7);
  return [
    'kind          questions  first  recall    MRR  empty  understood',
    ...rows.map(
      ([kind, { questions, first, recall, meanReciprocalRank, empty, understood }]) =>
        `${kind.padEnd(12)} ${String(questions).padStart(10)}${percent(first)} ${percent(recall)} ${meanReciprocalRank.toFixed(3).padStart(6)}${percent(empty)} ${percent(understood).padStart(11)}`,
    ),
  ].join('\n');
}

function comprehension({ understood: wanted }: Question, { understood }: Result): [string[], string[]] {
  const right: string[] = [];
  const wrong: string[] = [];
  const note = (what: string, isRight: boolean) => (isRight ? right : wrong).push(what);
  if (wanted?.place) {
    const { place, area } = understood ?? {};
    const read = [place?.label, place?.postcode, area].map((name) => name?.toLowerCase());
    // The name of an invented area says so.
    const name = wanted.place.toLowerCase();
    note(
      `place ${wanted.place}`,
      read.some((one) => one === name || one?.includes(`: ${name} (`)),
    );
  }
  if (wanted?.yearGroup !== undefined) {
    note(`year ${wanted.yearGroup}`, understood?.yearGroups.includes(wanted.yearGroup) ?? false);
  }
  if (wanted?.age !== undefined) note(`age ${wanted.age}`, understood?.ages.includes(wanted.age) ?? false);
  if (wanted?.keyStage) note(wanted.keyStage, understood?.keyStages.includes(wanted.keyStage) ?? false);
  const codes = understood?.concepts.flatMap(({ strongCodes }) => strongCodes) ?? [];
  for (const code of wanted?.concepts ?? []) note(code, codes.includes(code));
  return [right, wrong];
}

function nearOf({ km, ...place }: NonNullable<Question['near']>): object {
  return { place, within: { km } };
}

/** The form's conditions as the API takes them. */
function filterOf(filter: NonNullable<Question['filter']>): object {
  return Object.fromEntries(
    Object.entries(filter).map(([field, value]) => [
      field,
      typeof value === 'number' ? value : { anyOf: value },
    ]),
  );
}

function plain(provider: string): string {
  return provider.replace(/ \(demonstration\)$/, '');
}
