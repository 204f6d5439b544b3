import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';
import { readSources } from './import-graph.js';

interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  readonly place: string;
  readonly also?: readonly string[];
  readonly example: string;
}

/** What is done in one place, so that it is done in one way. */
const rules: readonly Rule[] = [
  {
    what: 'makes an enum of the graph',
    pattern: /\bregisterEnumType\(/,
    place: 'src/platform/graphql/enum.ts',
    example: "registerEnumType(Day, { name: 'Day' })",
  },
  {
    what: 'makes the type of what is wrong with a request',
    pattern: /@?ObjectType\((['`])[^'`]*UserError\1/,
    place: 'src/platform/graphql/user-error.ts',
    example: "@ObjectType('SiteUserError', {",
  },
  {
    what: 'makes the type of what a mutation answers',
    pattern: /\bextends MutationPayloadType\b/,
    place: 'src/platform/graphql/mutation.ts',
    example: 'class SitePayload extends MutationPayloadType {',
  },
  {
    what: 'reads JSON, and believes that it is what it should be',
    pattern: /\bJSON\.parse\(|\.json\(\)\)? as\b/,
    place: 'src/platform/json.ts',
    // A script of its page, for browsers, reads what the hub has written there.
    also: ['src/platform/http/explorer-script.ts'],
    example: 'const { port } = (await answer.json()) as Access;',
  },
  {
    what: 'says that a value is invalid, or a code unknown',
    pattern: /\bcode: '(INVALID|UNKNOWN_CODE)'|\b(problem|\.of)\([^;]*'(INVALID|UNKNOWN_CODE)'/,
    place: 'src/platform/errors.ts',
    example: "{ field, code: 'INVALID', message: 'Too long.' }",
  },
  {
    what: 'says that something was changed meanwhile',
    pattern: /\bis at version \$\{/,
    place: 'src/platform/database/register-writer.ts',
    example: `"This site is at version \${version}"`,
  },
  {
    what: 'asks a clock for the day, or says how long one is',
    pattern: /\blondonDay\([\w.]*clock\.now\(\)\)|\b86_?400_?000\b/,
    place: 'src/platform/clock.ts',
    example: 'londonDay(this.clock.now())',
  },
];

const texts = ['src', 'seeds']
  .flatMap((folder) => readSources(projectRoot, folder))
  .map(({ path }) => ({
    path,
    text: readFileSync(join(projectRoot, path), 'utf8'),
  }));

describe.each(rules)('what $what', ({ pattern, place, also = [], example }) => {
  it('is in one place', () => {
    expect(
      texts
        .filter(({ text }) => pattern.test(text))
        .map(({ path }) => path)
        .sort(),
    ).toEqual([...also, place].sort());
  });

  it('would be found elsewhere', () => {
    expect(example).toMatch(pattern);
  });
});
