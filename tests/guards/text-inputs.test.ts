import { textKinds } from '../../src/platform/parse.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';
import { fillSampleRegister } from './sample-register.js';
import { operationGiving, type TextInput, textInputs } from './text-inputs.js';

/**
 * Every text of the graph, found in the schema: each is of a kind, and none holds what its kind must not. Sent by an administrator,
 * who has every permission that is checked before the text.
 */

let hub: TestHub;
let ask: Ask;
let inputs: readonly TextInput[];
beforeAll(async () => {
  hub = await startTestHub((database) => fillSampleRegister(database.pool));
  ask = await hub.as('administrator');
  inputs = textInputs(hub.schema);
});
afterAll(() => hub.stop());

/** Arguments have no rule next to them: their kinds, by name. */
const argumentKinds: Readonly<Record<string, string>> = {
  reason: 'prose',
  idempotencyKey: 'key',
  text: 'typed',
  after: 'cursor',
  before: 'cursor',
  code: 'code',
  district: 'code',
  fields: 'code',
  kind: 'code',
  localAuthority: 'code',
};
/** Search boxes among the queries, where U+0000 parts words. */
const searchBoxes = ['query search facets.search.text'];

function kindOf({ name, path, scalar, kind }: TextInput): string | undefined {
  if (scalar === 'ID') return 'id';
  if (searchBoxes.includes(name)) return 'typed';
  return kind ?? (path.filter((step) => step !== '*').length === 1 ? argumentKinds[path[0]!] : undefined);
}

/** It is looked at when all else is right: `tests/guards/repeatable.test.ts` does that. */
const isAskedLast = ({ path }: TextInput) => path[0] === 'idempotencyKey';

interface Answer {
  readonly said: readonly { readonly field: readonly string[] | null; readonly message: string }[];
  readonly codes: readonly string[];
}

/** The errors and user errors of an operation with a text. */
async function giving(input: TextInput, text: string): Promise<Answer> {
  const { document, variables } = operationGiving(input, text);
  const { data, errors = [] } = await ask(document, variables);
  const said: Answer['said'][number][] = errors.flatMap(
    ({ message, extensions }) => (extensions?.problems as never) ?? [{ field: null, message }],
  );
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'userErrors') said.push(...(inner as Answer['said']));
      else collect(inner);
    }
  };
  collect(data);
  return { said, codes: errors.map(({ extensions }) => String(extensions?.code)) };
}

/** Those inputs of some kinds that are not told what is wrong with a text, in words like these. */
async function silent(
  kinds: readonly string[],
  text: string,
  words: RegExp,
  isMeant: (input: TextInput) => boolean = () => true,
): Promise<string[]> {
  const asked = inputs.filter(
    (input) => kinds.includes(kindOf(input) ?? '') && !isAskedLast(input) && isMeant(input),
  );
  expect(asked.length).toBeGreaterThan(0);
  const wrong: string[] = [];
  for (const input of asked) {
    const { said, codes } = await giving(input, text);
    const own = input.path.filter((step) => step !== '*').at(-1)!;
    const isTold = said.some(({ field, message }) => words.test(message) && field?.includes(own));
    if (!isTold || codes.includes('INTERNAL')) wrong.push(`${input.name}: ${JSON.stringify([codes, said])}`);
  }
  return wrong;
}

/** A code that nobody knows is never looked at any further. */
const TOO_LONG = /^Give at most \d+ characters\.$|is not (a|the) code/;

const stored = ['line', 'prose', 'key', 'address'];
const checked = [...stored, 'code', 'query'];

describe('a text of the graph', () => {
  it('is of a kind, wherever one is taken', () => {
    expect(inputs.length).toBeGreaterThan(250);
    const known = [...textKinds, 'typed', 'cursor'];
    expect(inputs.filter((input) => !known.includes(kindOf(input) ?? '')).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('that is a code of no list is refused by every condition, which would find nothing without a word', async () => {
    const isCondition = ({ operation, path: [first] }: TextInput) =>
      operation === 'query' && ['filter', 'localAuthority', 'district'].includes(first!);
    expect(await silent(['code'], '0Z9', /is not (a|the|one of) /, isCondition)).toEqual([]);
  });

  it('is words only where it is screened for what is about a pupil', async () => {
    const aPupil = 'UPN A123456789012, born 14/03/2011';
    expect(await silent(['line', 'prose', 'key'], aPupil, /pupil/)).toEqual([]);
  });

  it('is not looked at when it is too long', async () => {
    expect(await silent(checked, 'x'.repeat(90_000), TOO_LONG)).toEqual([]);
    expect(await silent(['typed'], 'x'.repeat(90_000), TOO_LONG)).toEqual([]);
  });

  it('has no character that cannot be stored', async () => {
    expect(await silent(checked, 'a\0b', /U\+0000|is not (a|the) code/)).toEqual([]);
    expect(await silent([...checked, 'typed'], 'a\ud800b', /half a character|is not (a|the) code/)).toEqual(
      [],
    );
  });

  it.each(['\u001b[31mred', '\u202egnol'])('does not steer a terminal: %j', async (text) => {
    expect(await silent(stored, text, /cannot be seen/)).toEqual([]);
  });

  it('that is for one line is on one line', async () => {
    expect(await silent(['line', 'key', 'address'], 'one\ntwo', /on one line/)).toEqual([]);
  });

  it('that is looked up or read as a cursor is never a failure', async () => {
    const asked = inputs.filter((input) => {
      return ['id', 'typed', 'cursor'].includes(kindOf(input) ?? '') || isAskedLast(input);
    });
    const texts = ['a\0b', '\ud800', 'x'.repeat(90_000), cursor('\0'), cursor('\ud800')];
    const wrong: string[] = [];
    for (const input of asked) {
      for (const text of texts) {
        const { codes } = await giving(input, text);
        if (codes.includes('INTERNAL')) wrong.push(`${input.name}: ${JSON.stringify(text).slice(0, 40)}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 180_000);
});

/** A cursor that holds a text and an id. */
function cursor(text: string): string {
  return Buffer.from(JSON.stringify([text, '00000000-0000-7000-8000-000000000000'])).toString('base64url');
}

describe('a text that is written into a document', () => {
  it.each(['"\\u0000"', '"\\ud800"', '"\ud800"', '"""\ud800"""'])(
    'is refused with a sentence: %j',
    async (literal) => {
      const { errors = [] } = await ask(`{ place(by: { name: ${literal} }) { label } }`);
      expect(errors).toHaveLength(1);
      expect(errors[0]!.extensions?.code).not.toBe('INTERNAL');
      expect(errors[0]!.message).toMatch(/U\+0000|Invalid (character|Unicode)/i);
    },
  );
});
