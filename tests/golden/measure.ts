import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDemonstration } from '../../seeds/demo/build-demonstration.js';
import { projectRoot } from '../../src/platform/project-root.js';

/** The callers; each has a file of queries in `queries/`. */
export const readers = ['senco', 'partner', 'commissioner'] as const;

/**
 * A question with the answers that a person who has read the demonstration expects. An answer is named
 * `Title @ Provider` (without "(demonstration)"), or by its title alone: every provider's offering of that title.
 */
export interface GoldenQuery {
  readonly id: string;
  /** Which caller asks for what, in a sentence. */
  readonly why: string;
  /** Arguments of `search`; `page` (from 1) is the page of ten that is looked at. */
  readonly ask: Readonly<Record<string, unknown>> & { readonly page?: number };
  /** One of these comes first; none: nothing is found. */
  readonly first: readonly string[];
  /** These are among the first ten, or the first ten are all of these. */
  readonly relevant: readonly string[];
  /** None of these is among the first ten. */
  readonly never?: readonly string[];
  /** Why no engine answers this as it should yet: counted in the figures, but not demanded. */
  readonly known?: string;
}

/** How good the results of one query were. */
export interface Score {
  readonly isFirstRight: boolean;
  /** Share of the relevant offerings that are among the first ten; of ten, when there are more. */
  readonly recall: number;
  /** One through the rank of the first answer that may come first; 0 when none is among the first ten. */
  readonly reciprocalRank: number;
  /** What must not appear and does. */
  readonly wrong: readonly string[];
}

/** Relevance over many queries; every figure from 0 to 1. */
export interface Figures {
  readonly queries: number;
  readonly first: number;
  readonly recall: number;
  readonly meanReciprocalRank: number;
}

const PAGE = 10;

/** The queries of one kind of reader. */
export function queriesOf(reader: (typeof readers)[number]): GoldenQuery[] {
  const file = join(projectRoot, 'tests', 'golden', 'queries', `${reader}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as GoldenQuery[];
}

/** `Title @ Provider` of every offering of the demonstration, by whether a search may show it. */
export function demonstrated(): { readonly listed: readonly string[]; readonly hidden: readonly string[] } {
  const { providers, offerings } = buildDemonstration('2026-11-23');
  const owners = new Map(providers.map((provider) => [provider.id, provider]));
  const names = { listed: [] as string[], hidden: [] as string[] };
  for (const { title, provider_id, state } of offerings) {
    const { name, state: ownersState } = owners.get(provider_id)!;
    names[state === 'LISTED' && ownersState === 'LISTED' ? 'listed' : 'hidden'].push(nameOf(title, name));
  }
  return names;
}

/** Whether an answer is what a query's entry names. */
export function isNamed(entry: string, name: string): boolean {
  return name === entry || name.startsWith(`${entry} @ `);
}

type Send = (
  document: string,
  variables: Record<string, unknown>,
) => Promise<{ readonly data: unknown; readonly errors?: unknown }>;

const SEARCH = `query Golden($text: String, $near: NearInput, $filter: SearchFilter, $sort: SearchSort, $after: String) {
  search(text: $text, near: $near, filter: $filter, sort: $sort, first: ${PAGE}, after: $after) {
    hits: nodes { offering { title } provider { name } }
    pageInfo { endCursor }
    meta { engine }
    userErrors { message }
  }
}`;

interface Page {
  readonly hits: readonly { readonly offering: { title: string }; readonly provider: { name: string } }[];
  readonly pageInfo: { readonly endCursor: string | null };
  readonly meta: { readonly engine: string } | null;
  readonly userErrors: readonly { readonly message: string }[];
}

/**
 * Names of what the hub finds, in its order; an offering that is found at several sites is named several times.
 * @throws Error when the query was refused, or answered by another engine than this one.
 */
export async function answerOf(send: Send, { id, ask }: GoldenQuery, engine: string): Promise<string[]> {
  const { page = 1, ...question } = ask;
  let after: string | null = null;
  for (let at = 1; ; at++) {
    const { data, errors } = await send(SEARCH, { ...question, after });
    const { hits, pageInfo, meta, userErrors } = (data as { search: Page } | null)?.search ?? {};
    if (!hits || !pageInfo || errors || userErrors?.length) {
      throw new Error(`Golden query ${id} was not carried out: ${JSON.stringify(errors ?? userErrors)}`);
    }
    if (meta?.engine !== engine) {
      throw new Error(`Golden query ${id} used ${meta?.engine} instead of ${engine}.`);
    }
    if (at === page) return hits.map(({ offering, provider }) => nameOf(offering.title, provider.name));
    after = pageInfo.endCursor;
  }
}

/** Compares what was found with what a query expects; `listed`: every name that there is to find. */
export function scoreOf(query: GoldenQuery, found: readonly string[], listed: readonly string[]): Score {
  const ten = found.slice(0, PAGE);
  const isAny = (entries: readonly string[], name: string) => entries.some((entry) => isNamed(entry, name));
  const rank = ten.findIndex((name) => isAny(query.first, name)) + 1;
  const isEmptyRight = query.first.length === 0 && found.length === 0;
  const relevant = listed.filter((name) => isAny(query.relevant, name));
  const hits = relevant.filter((name) => ten.includes(name)).length;
  return {
    isFirstRight: rank === 1 || isEmptyRight,
    recall: relevant.length > 0 ? hits / Math.min(PAGE, relevant.length) : Number(isEmptyRight),
    reciprocalRank: rank > 0 ? 1 / rank : Number(isEmptyRight),
    wrong: [...new Set(ten.filter((name) => isAny(query.never ?? [], name)))],
  };
}

/** The means of scores. */
export function figuresOf(scores: readonly Score[]): Figures {
  const mean = (value: (score: Score) => number) =>
    scores.reduce((sum, score) => sum + value(score), 0) / scores.length;
  return {
    queries: scores.length,
    first: mean(({ isFirstRight }) => Number(isFirstRight)),
    recall: mean(({ recall }) => recall),
    meanReciprocalRank: mean(({ reciprocalRank }) => reciprocalRank),
  };
}

/** A table of figures, one line an engine or reader. */
export function tableOf(rows: readonly (readonly [label: string, figures: Figures])[]): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const cells = rows.map(([label, { queries, first, recall, meanReciprocalRank }]) => [
    label,
    String(queries),
    percent(first),
    percent(recall),
    meanReciprocalRank.toFixed(3),
  ]);
  const lines = [['golden queries', 'queries', 'top-1', 'recall@10', 'MRR'], ...cells];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) =>
      line.map((cell, i) => (i ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  '),
    )
    .join('\n');
}

function nameOf(title: string, provider: string): string {
  return `${title} @ ${provider.replace(/ \(demonstration\)$/, '')}`;
}
