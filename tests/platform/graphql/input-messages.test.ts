import { z } from 'zod';
import { inputMessage } from '../../../src/platform/graphql/input-messages.js';

const first = (rules: z.ZodType, value: unknown) =>
  rules.safeParse(value, { error: inputMessage }).error?.issues[0]?.message;

describe('what is said of a wrong input', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.string(), undefined, 'Give a value.'],
    [z.string(), null, 'Give a value; null is not one here.'],
    [z.string(), 5, 'Give a text.'],
    [z.number(), 'x', 'Give a number.'],
    [z.int(), 1.5, 'Give a whole number.'],
    [z.boolean(), 'x', 'Give true or false.'],
    [z.array(z.string()), 'x', 'Give a list.'],
    [z.object({}), 'x', 'Give an object.'],
    [z.string().min(1), '', 'Give at least 1 character.'],
    [z.string().max(3), 'abcd', 'Give at most 3 characters.'],
    [z.array(z.string()).min(2), ['a'], 'Give at least 2 items.'],
    [z.array(z.string()).max(1), ['a', 'b'], 'Give at most 1 item.'],
    [z.number().min(5), 4, 'Give at least 5.'],
    [z.number().lt(5), 5, 'Give less than 5.'],
    [z.number().gt(5), 5, 'Give more than 5.'],
    [z.number().multipleOf(5), 4, 'Give a multiple of 5.'],
    [z.enum(['A', 'B']), 'C', 'Choose one of A, B.'],
    [z.enum(['A', 'B']), undefined, 'Give a value.'],
    [z.strictObject({}), { colour: 1, shape: 2 }, 'There is no colour or shape here.'],
    [z.iso.date(), '5 January', 'Give a date like 2027-01-05.'],
    [z.email(), 'office', 'Give an email address like office@example.org.'],
    [z.url(), 'example', 'Give a whole web address, with https://.'],
    [z.string().regex(/^a$/), 'b', 'This is not written as it should be.'],
    [z.union([z.string(), z.number()]), true, 'This value is not possible here.'],
    [z.string().min(2, 'Give a name.'), '', 'Give a name.'],
    [z.string().refine(() => false, 'Not that one.'), 'x', 'Not that one.'],
  ])('%#: %p', (rules, value, message) => {
    expect(first(rules, value)).toBe(message);
  });
});
