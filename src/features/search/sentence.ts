import { nameForms, words } from '../../platform/text.js';

/** A word of a sentence, as all names are compared. */
export interface Token {
  readonly word: string;
  /** The run of characters between spaces or commas that it is in: an index of `Sentence.chunks`. */
  readonly chunk: number;
  /** True if a comma, full stop or other sign ends a part of the sentence after it. */
  readonly endsPart: boolean;
  /** Of a word that was typed with hyphens: all of it as one word. "coop", for each word of "co-op". */
  readonly inOnePiece?: string;
}

/** A sentence as its words, and how to say it without some of them. */
export interface Sentence {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** The words alone, in the same order. */
  readonly words: readonly string[];
  /** Start and end of each run of characters in `text`. */
  readonly chunks: readonly (readonly [start: number, end: number])[];
}

/** Some words of a sentence that follow one another. */
export interface Span {
  readonly at: number;
  /** How many words. */
  readonly length: number;
}

/** Runs without spaces and without the signs that part what people list. */
const CHUNK = /[^\s,;/()|]+/gu;
const ENDS_PART = /^[\s]*[,;/()|]|[.!?:]$/u;

/** Takes a text apart. */
export function sentenceOf(text: string): Sentence {
  const tokens: Token[] = [];
  const chunks: [number, number][] = [];
  for (const { 0: run, index } of text.matchAll(CHUNK)) {
    const end = index + run.length;
    const found = words(run);
    const endsPart = /[.!?:]$/u.test(run) || ENDS_PART.test(text.slice(end, end + 2));
    const inOnePiece = found.length > 1 ? nameForms(run)[1] : undefined;
    for (const [i, word] of found.entries()) {
      tokens.push({
        word,
        chunk: chunks.length,
        endsPart: endsPart && i === found.length - 1,
        ...(inOnePiece !== undefined && !inOnePiece.includes(' ') && { inOnePiece }),
      });
    }
    chunks.push([index, end]);
  }
  return { text, tokens, words: tokens.map(({ word }) => word), chunks };
}

/** The words of a span, with one space between them. */
export function saidIn({ words: all }: Sentence, { at, length }: Span): string {
  return all.slice(at, at + length).join(' ');
}

/** The sentence as it was typed, without the words of a span. */
export function textWithout({ text, tokens, chunks }: Sentence, spans: readonly Span[]): string {
  const removed = new Set(
    spans.flatMap(({ at, length }) => tokens.slice(at, at + length).map(({ chunk }) => chunk)),
  );
  const kept = chunks.flatMap(([start, end], i) => (removed.has(i) ? [] : [text.slice(start, end)]));
  return kept.join(' ');
}
