import type { TestHub } from '../support/hub.js';

/** A suggestion as the tests look at it; keys of `near` that are null are left out. */
export interface Suggestion {
  readonly kind: string;
  readonly label: string;
  readonly detail: string;
  readonly alsoCalled: string | null;
  readonly isDemonstration: boolean;
  readonly near: Readonly<Record<string, unknown>> | null;
  readonly filter: { readonly field: string; readonly value: string } | null;
  readonly text: string | null;
  readonly textWithout: string | null;
}

/** What `suggest` can be asked. */
export interface Question {
  readonly kinds?: readonly string[] | null;
  readonly first?: number;
}

interface Answer {
  readonly suggestions: readonly Suggestion[];
  readonly userErrors: readonly {
    readonly field: string[];
    readonly code: string;
    readonly message: string;
  }[];
}

const SUGGEST = `query ($text: String!, $kinds: [SuggestionKind!], $first: Int) {
  suggest(text: $text, kinds: $kinds, first: $first) {
    suggestions {
      kind label detail alsoCalled isDemonstration
      near { postcode name schoolUrn district planningArea point { latitude longitude } }
      filter { field value }
      text textWithout
    }
    userErrors { field code message }
  }
}`;

/** Asks, and answers whatever comes back but for errors, which there must be none of. */
export async function ask(hub: TestHub, text: string, question: Question = {}): Promise<Answer> {
  const { data, errors } = await hub.query<{ suggest: Answer }>(SUGGEST, { text, first: 10, ...question });
  expect(errors).toBeUndefined();
  const { suggestions, userErrors } = data.suggest;
  return { userErrors, suggestions: suggestions.map((one) => ({ ...one, near: withoutNulls(one.near) })) };
}

/** What is suggested for a text that there is nothing wrong with. */
export async function suggested(
  hub: TestHub,
  text: string,
  question: Question = {},
): Promise<readonly Suggestion[]> {
  const { suggestions, userErrors } = await ask(hub, text, question);
  expect(userErrors).toEqual([]);
  return suggestions;
}

/** The suggestions as `KIND label`. */
export async function listed(hub: TestHub, text: string, question: Question = {}): Promise<string[]> {
  return (await suggested(hub, text, question)).map(({ kind, label }) => `${kind} ${label}`);
}

function withoutNulls(place: Suggestion['near']): Suggestion['near'] {
  return place && Object.fromEntries(Object.entries(place).filter(([, value]) => value !== null));
}
