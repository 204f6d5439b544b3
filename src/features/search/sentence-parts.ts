import { yearInWords } from '../offering/school-years.rules.js';
import type { Asked } from './asking.js';
import type { Sentence, Span } from './sentence.js';
import { saidIn, textWithout } from './sentence.js';

/** What a part of a text can be understood as. */
export const understoodKinds = ['CONCEPT', 'PLACE', 'YEAR', 'AGE', 'KEY_STAGE', 'WORD'] as const;

/** A part of the text as it was understood, to show so that a person can remove it. */
export interface UnderstoodPart {
  readonly kind: (typeof understoodKinds)[number];
  readonly said: string;
  /** What it was understood as, in words. */
  readonly label: string;
  /** True if results must meet it; false if it only puts them in order, or is left out. */
  readonly isRequired: boolean;
  /** The text to send instead, to search without it. */
  readonly textWithout: string;
}

/** The parts of a text that count, in its order. */
export function partsOf({
  reading,
  choice,
  placeRead,
  yearsRead,
}: Pick<Asked, 'reading' | 'choice' | 'placeRead' | 'yearsRead'>): UnderstoodPart[] {
  const { sentence } = reading;
  const parts: (UnderstoodPart & Pick<Span, 'at'>)[] = [];
  const add = (span: Span, part: Pick<UnderstoodPart, 'kind' | 'label' | 'isRequired'>) => {
    parts.push({
      at: span.at,
      said: saidIn(sentence, span),
      textWithout: textWithout(sentence, everySame(sentence, span)),
      ...part,
    });
  };
  const required = new Set(choice.concepts.map(({ concept }) => concept.id));
  for (const read of reading.concepts) {
    if (read.isPhase) continue; // shown as what it filters by
    add(read, { kind: 'CONCEPT', label: read.concept.label, isRequired: required.has(read.concept.id) });
  }
  if (placeRead) add(placeRead, { kind: 'PLACE', label: placeRead.entries[0]!.name, isRequired: true });
  for (const read of yearsRead) {
    const { yearGroups, age, keyStages } = read;
    if (yearGroups)
      add(read, { kind: 'YEAR', label: yearGroups.map(yearInWords).join(' to '), isRequired: true });
    else if (age !== undefined) add(read, { kind: 'AGE', label: `${age} years old`, isRequired: true });
    else if (keyStages) add(read, { kind: 'KEY_STAGE', label: keyStages.join(' and '), isRequired: true });
  }
  const searched = new Set(choice.words);
  for (const word of reading.words) {
    if (searched.has(word)) add(word, { kind: 'WORD', label: word.text, isRequired: true });
  }
  return parts.sort((a, b) => a.at - b.at);
}

/** The span, and every other place of the sentence that says the same: without one of them nothing would change. */
function everySame({ words }: Sentence, span: Span): Span[] {
  const said = words.slice(span.at, span.at + span.length);
  return words.flatMap((_, at) =>
    said.every((word, i) => words[at + i] === word) ? { at, length: span.length } : [],
  );
}
