import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';

/** `import { a, b as c } from './x.js'`, over several lines too. */
const IMPORT = /^import (?:\{([^}]*)\} from )?'(\.[^']+)';/gm;

/** The source of what a script imports: what is compiled has its own in TypeScript. */
function sourceOf(script: string, imported: string): string {
  const path = join(script, '..', imported);
  const compiled = /^dist\/(.*)\.js$/.exec(path)?.[1];
  return compiled === undefined ? path : `${compiled}.ts`;
}

function exportsOf(text: string): Set<string> {
  const named = text.matchAll(/^export (?:abstract )?(?:async )?(?:function\*?|class|const|let) ([\w$]+)/gm);
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = '']) =>
    names.split(',').map(
      (name) =>
        name
          .trim()
          .split(/\s+as\s+/)
          .at(-1) ?? '',
    ),
  );
  return new Set([...[...named].map(([, name = '']) => name), ...listed]);
}

const scripts = readdirSync(join(projectRoot, 'tests'), { recursive: true, encoding: 'utf8' })
  .map((name) => `tests/${name.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.mjs'));

describe('scripts, which no compiler reads', () => {
  it('import what is there', () => {
    const missing = scripts.flatMap((script) =>
      [...readFileSync(join(projectRoot, script), 'utf8').matchAll(IMPORT)].flatMap(
        ([, names = '', path = '']) => {
          const source = sourceOf(script, path);
          if (!existsSync(join(projectRoot, source))) return [`${script}: ${source}`];
          const there = exportsOf(readFileSync(join(projectRoot, source), 'utf8'));
          return names
            .split(',')
            .map((name) => name.trim().split(/\s+as\s+/)[0] ?? '')
            .filter((name) => name !== '' && !there.has(name))
            .map((name) => `${script}: ${name} of ${source}`);
        },
      ),
    );
    expect(scripts.length).toBeGreaterThan(40);
    expect(missing).toEqual([]);
  });
});
