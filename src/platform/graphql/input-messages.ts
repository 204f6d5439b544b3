import type { z } from 'zod';

/**
 * Says in a sentence what is wrong with an input and what to do; for `safeParse(value, { error: inputMessage })`.
 * Messages that rules bring themselves go before these.
 */
export const inputMessage: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return missing(issue.input) ?? `Give ${names[issue.expected] ?? 'another kind of value'}.`;
    case 'too_small':
      return bound('at least', issue.origin, issue.minimum, issue.inclusive ?? true);
    case 'too_big':
      return bound('at most', issue.origin, issue.maximum, issue.inclusive ?? true);
    case 'invalid_value':
      return missing(issue.input) ?? `Choose one of ${issue.values.map(String).join(', ')}.`;
    case 'unrecognized_keys':
      return `There is no ${issue.keys.join(' or ')} here.`;
    case 'invalid_format':
      return formats[issue.format] ?? 'This is not written as it should be.';
    case 'not_multiple_of':
      return `Give a multiple of ${issue.divisor}.`;
    default:
      return 'This value is not possible here.';
  }
};

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  date: 'an instant',
};

const formats: Readonly<Record<string, string>> = {
  date: 'Give a date like 2027-01-05.',
  datetime: 'Give an instant like 2027-01-05T09:30:00Z.',
  email: 'Give an email address like office@example.org.',
  url: 'Give a whole web address, with https://.',
  uuid: 'Give a UUID.',
};

const units: Readonly<Record<string, string>> = { string: 'character', array: 'item', set: 'item' };

function missing(input: unknown): string | undefined {
  if (input === undefined) return 'Give a value.';
  return input === null ? 'Give a value; null is not one here.' : undefined;
}

function bound(word: string, origin: string, limit: number | bigint, inclusive: boolean): string {
  const unit = units[origin];
  if (unit) return `Give ${word} ${limit} ${unit}${limit === 1 ? '' : 's'}.`;
  if (inclusive) return `Give ${word} ${limit}.`;
  return word === 'at least' ? `Give more than ${limit}.` : `Give less than ${limit}.`;
}
