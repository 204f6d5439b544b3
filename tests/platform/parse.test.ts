import { z } from 'zod';
import { parseArguments, parseChanges, parseInput } from '../../src/platform/parse.js';
import { onlyRefusalOf, refusalOf } from '../support/refusals.js';

const rules = z.strictObject({
  name: z.string().trim().min(2, 'Give a name.'),
  note: z.string().nullable().default(null),
  tags: z.array(z.string().min(1, 'A tag is not empty.')).default([]),
});
const refusal = (work: () => unknown) => refusalOf(Promise.resolve().then(work));

describe('parseInput', () => {
  it('returns the value as its rules make it: trimmed, defaults filled in', () => {
    expect(parseInput(rules, { name: '  Ada  ' })).toEqual({ name: 'Ada', note: null, tags: [] });
  });

  it('names every broken rule with the path of its field', async () => {
    expect(await refusal(() => parseInput(rules, { name: '', tags: ['a', ''] }))).toEqual([
      { field: ['input', 'name'], code: 'INVALID', message: 'Give a name.' },
      { field: ['input', 'tags', '1'], code: 'INVALID', message: 'A tag is not empty.' },
    ]);
  });

  it('puts fields below the path it is given', async () => {
    expect(await refusal(() => parseInput(rules, { name: '' }, ['by', 'owner']))).toMatchObject([
      { field: ['by', 'owner', 'name'] },
    ]);
  });

  it('refuses a key that it does not know, and a value that is not an object', async () => {
    const unknownKey = Promise.resolve().then(() => parseInput(rules, { name: 'Ada', age: 3 }));
    expect((await onlyRefusalOf(unknownKey)).message).toContain('age');
    expect(await refusal(() => parseInput(rules, null))).toMatchObject([
      { field: ['input'], code: 'INVALID' },
    ]);
  });
});

describe('parseArguments', () => {
  it('takes null for nothing said, and an instant for what it is', () => {
    const question = z.strictObject({ at: z.date(), text: z.string().optional() });
    const at = new Date('2026-11-23T12:00:00Z');
    expect(parseArguments(question, { at, text: null }, [])).toEqual({ at });
  });
});

describe('parseChanges', () => {
  const changes = rules.partial();

  it('answers only what was given, not the defaults of what was left out', () => {
    expect(parseChanges(changes, { note: 'x' })).toEqual({ note: 'x' });
    expect(parseChanges(changes, {})).toEqual({});
  });

  it('keeps null apart from absent, and treats undefined as absent', () => {
    expect(parseChanges(changes, { note: null, name: undefined })).toEqual({ note: null });
  });

  it('holds changes to the same rules', async () => {
    expect(await refusal(() => parseChanges(changes, { name: ' ' }))).toMatchObject([
      { field: ['input', 'name'], message: 'Give a name.' },
    ]);
  });
});
