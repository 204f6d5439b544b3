import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const page = read('CONTRIBUTING.md');

/** What is shown of files: below a line of its own with the file's path. */
const quoted = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
  block
    .split(/^(?=\/\/ \S+\.ts$)/m)
    .map((piece) => ({ file: /^\/\/ (\S+\.ts)\n/.exec(piece)?.[1], code: piece.replace(/^.*\n/, '') })),
);
/** Lines without what stands around them: a quotation has another margin than its file. */
const lines = (text: string) => {
  const all = text.split('\n').map((line) => line.trim());
  return `\n${all.filter(Boolean).join('\n')}\n`;
};

describe('CONTRIBUTING.md', () => {
  it('shows code of the hub for every common addition', () => {
    const features = /^src\/features\/([\w-]+)/;
    const shown = quoted.map(({ file = 'no file' }) => features.exec(file)?.[1] ?? file);
    expect([...new Set(shown)]).toEqual([
      'offering',
      'migrations/1764000000024-closed-openings.ts',
      'search',
      'exchange',
      'identity',
      'quality',
      'tests/platform/composition/toy/toy.feature.ts',
      'tests/platform/composition/toy/toy-command.ts',
    ]);
  });

  it.each(quoted)('shows what is in $file', ({ file, code }) => {
    expect(lines(read(file!))).toContain(lines(code));
  });

  it('names every guard with its rule, and no other', () => {
    const rules = page.slice(page.indexOf('## Rules that tests hold'), page.indexOf('## Style'));
    const numbered = rules.split(/^(?=\d+\. )/m).slice(1);
    expect(numbered.map((rule) => Number.parseInt(rule, 10))).toEqual(numbered.map((_, at) => at + 1));
    const named = numbered.flatMap((rule) => {
      const [, guards = ''] = /\(((?:`[\w-]+`,?\s*)+)\)\n/.exec(rule) ?? [];
      expect([rule, guards]).toEqual([rule, expect.stringMatching(/./)]);
      return [...guards.matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
    });
    const guards = readdirSync(join(projectRoot, 'tests/guards')).flatMap(
      (file) => /^([\w-]+)\.test\.ts$/.exec(file)?.[1] ?? [],
    );
    expect([...new Set(named)].sort()).toEqual(guards.sort());
  });
});
