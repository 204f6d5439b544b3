import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { instrumented } from './instrumenter.mjs';
import { namedMutators } from './operators.mjs';

const COPIED = [
  ...['src', 'tests', 'migrations', 'seeds', 'schema', 'docs'],
  ...['package.json', 'tsconfig.json', 'tsconfig.tests.json', 'jest.config.js', 'codegen.ts'],
];

/**
 * Makes a copy of the program in which every mutant of some files waits to be active. Returns them, with the lines they are in. One that
 * is there of the same sources is used again, with the tests as they are now.
 */
export async function makeSandbox(root, sandbox, names) {
  const stamp = digestOf(root, ['src', 'tests/mutants/operators.mjs', 'tests/mutants/sandbox.mjs'], names);
  const kept = join(sandbox, 'mutants.json');
  const before = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
  if (before.stamp === stamp) {
    for (const name of ['tests', 'dist/tests']) copy(root, sandbox, name);
    return before.mutants;
  }
  rmSync(sandbox, { recursive: true, force: true });
  mkdirSync(sandbox, { recursive: true });
  const built = readdirSync(join(root, 'dist')).filter((name) => !name.startsWith('mutants'));
  for (const name of [...COPIED, ...built.map((name) => `dist/${name}`)]) copy(root, sandbox, name);
  symlinkSync(join(root, 'node_modules'), join(sandbox, 'node_modules'), 'dir');
  const { mutants, files } = await mutantsOf(root, names);
  for (const { name, content } of files) writeFileSync(join(sandbox, name), onlyWhenLooked(content));
  compile(sandbox);
  for (const name of names) {
    cpSync(join(sandbox, compiled(name)), join(sandbox, 'mutated', compiled(name)));
    copy(root, sandbox, compiled(name));
  }
  writeFileSync(kept, JSON.stringify({ stamp, mutants }));
  return mutants;
}

/** Puts the mutants of some files into the copy, and takes those of all others out: they would cost time. */
export function putInto(root, sandbox, files, names) {
  for (const name of names) {
    const from = files.includes(name) ? join(sandbox, 'mutated') : root;
    copy(from, sandbox, compiled(name));
  }
}

const compiled = (name) => `dist/${name.replace(/\.ts$/, '.js')}`;

/** What is run is noted only while no mutant is active: in the loops of a search engine that takes most of the time. */
const onlyWhenLooked = (content) =>
  content.replace('function cover() {', 'function cover() {\n    if (ns.activeMutant !== undefined) return;');

const copy = (root, sandbox, name) =>
  cpSync(join(root, name), join(sandbox, name), { recursive: true, preserveTimestamps: true });

function digestOf(root, paths, names) {
  const hash = createHash('sha256').update([...names].sort().join());
  for (const path of paths) {
    const whole = join(root, path);
    const files = path.includes('.')
      ? ['']
      : readdirSync(whole, { recursive: true, encoding: 'utf8' }).sort();
    for (const file of files)
      if (`${path}${file}`.includes('.')) hash.update(readFileSync(join(whole, file)));
  }
  return hash.digest('hex');
}

/** All mutants of some files, each known by where it is and what it does. */
export async function mutantsOf(root, names) {
  const sources = names.map((name) => ({ name, content: bare(readFileSync(join(root, name), 'utf8')) }));
  const { mutants, files } = await instrumented(sources, namedMutators);
  const lines = new Map(sources.map(({ name, content }) => [name, content.split('\n')]));
  const times = new Map();
  const told = mutants.map(({ id, fileName, mutatorName, replacement, location: { start, end } }) => {
    const there = lines.get(fileName).slice(start.line, end.line + 1);
    const last = there.length - 1;
    there[last] = there[last].slice(0, end.column);
    there[0] = there[0].slice(start.column);
    const original = there.join(' ').replace(/\s+/g, ' ');
    const line = lines.get(fileName)[start.line].trim();
    const short = replacement.replace(/\s+/g, ' ');
    const alike = [fileName, line, mutatorName, original, short].join('\n');
    const nth = times.get(alike) ?? 0;
    times.set(alike, nth + 1);
    return {
      id,
      file: fileName,
      line: start.line + 1,
      text: line,
      nth,
      operator: mutatorName,
      original,
      replacement: short,
    };
  });
  return { mutants: told, files };
}

/** Types are not looked at, and Stryker leaves out what a type is stated of: of tables it is. Everything stays in its place. */
const bare = (text) => text.replaceAll(' as const', '         ');

/** Compiles what differs from the copied build. That the types are wrong in it is meant. */
function compile(sandbox) {
  try {
    execFileSync('npx', ['tsc', '-p', 'tsconfig.tests.json'], { cwd: sandbox, stdio: 'pipe' });
  } catch (error) {
    const [first] = String(error.stdout).split('\n');
    console.warn(`Types in the copy: ${first}`);
  }
}
