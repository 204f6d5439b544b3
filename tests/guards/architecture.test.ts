import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { features } from '../../src/app.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { findCycle, parseSource, readSources, type Source } from './import-graph.js';

/** Features from the bottom up, as the hub is composed: each may import those before it, as far as it needs them. */
const order = features.map(({ name }) => name);
const needsOf = new Map(
  features.map(({ name, needs }) => [name, Object.values(needs).map((one) => one.name)]),
);

/** Folders of the features that have parts, from the bottom up: each part may import those before it, and the feature's object all. */
const parts = new Map([
  ['register', ['entry', 'listing', 'change-request', 'keeping', 'list']],
  ['quality', ['record', 'framework', 'review', 'inspection', 'evidence', 'threshold', 'overview', 'filter']],
  ['exchange', ['import']],
]);

/** What other features may enter a feature through. */
const doors = /\.(service|entity|type|rules|feature)\.ts$/;
/** Further ways in, each with the reason why it is one. */
const otherDoors = new Map([
  ['src/features/search/sentence-places.ts', 'what leads to a place in a sentence, for suggestions too'],
  ['src/features/identity/requires.graph.ts', 'what every guarded field and operation carries'],
  [
    'src/features/place/atlas.ts',
    'areas in memory, which every place on the way to an answer is looked up in',
  ],
  [
    'src/features/search/indexed-offering.ts',
    'an offering as the search index reads it, for those that follow the same reading',
  ],
  ['src/features/search/where.ts', 'a place or area as a search understands it: a match looks from the same'],
  [
    'src/features/place/gazetteer.ts',
    'every place that has a name, in memory, for suggestions and the text of a search',
  ],
  ['src/features/place/english-words.ts', 'how common English words are'],
  ['src/features/search/sentence-reader.ts', 'what a sentence says: a match reads it as the search does'],
  ['src/features/identity/actor.ts', 'the caller: what every service asks for permissions'],
  ['src/features/identity/permissions.ts', 'the names of permissions and roles'],
  ['src/features/identity/request-context.ts', 'where resolvers get the caller from'],
  [
    'src/features/register/entry/entry-access.ts',
    'who may see an entry and decide on it: a merge asks the same of two',
  ],
  [
    'src/features/place/area-served.graph.ts',
    'how the graph writes an area that an offering serves, in inputs, results and the history',
  ],
  ['src/features/place/postcode.ts', 'what a postcode is made of: pure functions'],
  [
    'src/features/provider/site-view.ts',
    'a site as the public sees it: the value of the fields that show one',
  ],
]);

/** Files that put the hub together and start it. */
const isRoot = (path: string) => /^src\/([a-z-]+|start\/[a-z-]+)\.ts$/.test(path);

/** Further ways in for these: what the settings and the web server are made of. */
const isRootDoor = (path: string) => path.endsWith('.settings.ts') || rootDoors.includes(path);
const rootDoors = ['src/features/identity/development-issuer.ts'];

const graphqlPackages = /^(type-graphql|graphql(-.+)?)$/;

const src = readSources(projectRoot, 'src');
const all = [
  ...src,
  ...['migrations', 'seeds', 'tests'].flatMap((folder) => readSources(projectRoot, folder)),
];

const featureOf = (path: string) => /^src\/features\/([^/]+)\//.exec(path)?.[1];
const partOf = (path: string) => /^src\/features\/[^/]+\/(.+)\/[^/]+$/.exec(path)?.[1];
const rankOf = (feature: string) => order.indexOf(feature);
const isPlatform = (path: string) => path.startsWith('src/platform/');
const inside = (feature: string | undefined, path: string) =>
  feature !== undefined && featureOf(path) === feature;

/** Every import that breaks a rule, as `file imports file`. */
function breaches(sources: readonly Source[], allowed: (from: string, to: string) => boolean): string[] {
  return sources.flatMap(({ path, imports }) =>
    imports.filter((to) => !allowed(path, to)).map((to) => `${path} imports ${to}`),
  );
}

describe('architecture', () => {
  it('has no import cycle, type-only imports included', () => {
    expect(findCycle(all)).toBeNull();
  });

  it('has no file whose name does not say what is in it', () => {
    const vague = /\/(index|utils|helpers|types)\.ts$/;
    expect(all.map(({ path }) => path).filter((path) => vague.test(path))).toEqual([]);
  });

  it('exports names only, so that a thing is called the same everywhere', () => {
    expect(all.filter(({ hasDefaultExport }) => hasDefaultExport).map(({ path }) => path)).toEqual([]);
  });

  it('has no file over 400 lines', () => {
    const sizes = (over: number) =>
      all.filter(({ lines }) => lines > over).map(({ path, lines }) => `${path}: ${lines}`);
    const large = sizes(300);
    if (large.length > 0)
      process.stderr.write(`Over 300 lines, wants to be two files:\n  ${large.join('\n  ')}\n`);
    expect(sizes(400)).toEqual([]);
  });

  it('keeps the platform free of features', () => {
    expect(
      breaches(
        src.filter(({ path }) => isPlatform(path)),
        (_, to) => !to.startsWith('src/') || isPlatform(to),
      ),
    ).toEqual([]);
  });

  it('knows the place of every feature', () => {
    const unknown = src
      .map(({ path }) => featureOf(path))
      .filter((feature) => feature && rankOf(feature) < 0);
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('lets a feature import only what it needs, or what those need', () => {
    const reached = (name: string): string[] =>
      (needsOf.get(name) ?? []).flatMap((one) => [one, ...reached(one)]);
    const unneeded = (from: string, to: string) => {
      const [feature, other] = [featureOf(from), featureOf(to)];
      return !feature || !other || other === feature || reached(feature).includes(other);
    };
    expect(breaches(src, unneeded)).toEqual([]);
  });

  it('has one feature object in each feature, and lists it', () => {
    const objects = src.flatMap(
      ({ path }) => /^src\/features\/([\w-]+)\/([\w-]+)\.feature\.ts$/.exec(path)?.[2] ?? [],
    );
    expect(objects.sort()).toEqual([...order].sort());
    expect(new Set(src.flatMap(({ path }) => featureOf(path) ?? []))).toEqual(new Set(order));
  });

  it('has every file of a feature with parts in one of them, and all others flat', () => {
    const misplaced = src.filter(({ path }) => {
      const [feature, part] = [featureOf(path), partOf(path)];
      if (!feature || path.endsWith('.feature.ts')) return false;
      const known = parts.get(feature);
      return known ? !part || !known.includes(part) : part !== undefined;
    });
    expect(misplaced.map(({ path }) => path)).toEqual([]);
    const present = new Set(src.map(({ path }) => `${featureOf(path)}/${partOf(path)}`));
    const named = [...parts].flatMap(([feature, all]) => all.map((part) => `${feature}/${part}`));
    expect(named.filter((part) => !present.has(part))).toEqual([]);
  });

  it('lets the parts of a feature import only parts before them', () => {
    const below = (from: string, to: string) => {
      const [feature, part] = [featureOf(from), partOf(from)];
      if (!feature || !part || featureOf(to) !== feature) return true;
      const order = parts.get(feature) ?? [];
      return order.indexOf(part) >= order.indexOf(partOf(to) ?? '') && partOf(to) !== undefined;
    };
    expect(breaches(src, below)).toEqual([]);
  });

  it('lets features import only from below', () => {
    const upwards = (from: string, to: string) => {
      const [feature, other] = [featureOf(from), featureOf(to)];
      if (!feature) return true;
      if (!other) return !to.startsWith('src/') || isPlatform(to);
      return other === feature || rankOf(other) < rankOf(feature);
    };
    expect(breaches(src, upwards)).toEqual([]);
  });

  it('enters a feature through its service, entity, type or rules', () => {
    const isDoor = (path: string) => doors.test(path) || otherDoors.has(path);
    const others = all.filter(({ path }) => !path.startsWith('tests/'));
    const allowed = (from: string, to: string) =>
      !featureOf(to) || inside(featureOf(from), to) || isDoor(to) || (isRoot(from) && isRootDoor(to));
    expect(breaches(others, allowed)).toEqual([]);
    expect([...otherDoors.keys()].filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
  });

  it('enters the embedded engine by its maker alone, from the search', () => {
    const engine = 'src/platform/search/embedded/';
    const allowed = (from: string, to: string) =>
      !to.startsWith(engine) ||
      from.startsWith('src/platform/search/') ||
      (from === 'src/features/search/engines.ts' && to === `${engine}embedded-engine.ts`);
    expect(breaches(src, allowed)).toEqual([]);
  });

  it('speaks GraphQL in resolvers, types and what translates for them only', () => {
    const silent = src.filter(
      ({ path }) => featureOf(path) && !/\.(resolver|type|graph|feature)\.ts$/.test(path),
    );
    const speaks = (to: string) => graphqlPackages.test(to) || to.startsWith('src/platform/graphql/');
    expect(breaches(silent, (_, to) => !speaks(to))).toEqual([]);
  });

  it('lets entities import nothing but typeorm, their base class, lists of words and each other', () => {
    const entities = src.filter(({ path }) => path.endsWith('.entity.ts'));
    const base = 'src/platform/database/versioned.ts';
    expect(
      breaches(entities, (_, to) => to === 'typeorm' || to === base || /\.(entity|terms)\.ts$/.test(to)),
    ).toEqual([]);
  });

  it('lets migrations import no part of the program, so that they stay what they were', () => {
    const migrations = all.filter(({ path }) => path.startsWith('migrations/'));
    expect(breaches(migrations, (_, to) => !to.startsWith('src/') && !to.startsWith('seeds/'))).toEqual([]);
  });

  it('has a README.md in every feature', () => {
    const features = new Set(src.flatMap(({ path }) => featureOf(path) ?? []));
    const readme = (feature: string) => join(projectRoot, 'src/features', feature, 'README.md');
    expect([...features].filter((feature) => !existsSync(readme(feature)))).toEqual([]);
  });
});

describe('the import reader', () => {
  it('sees every way to import, and default exports', () => {
    const text = `
      import type { A } from './a.js';
      export * from '../b.js';
      export { c } from './c/c.js';
      import 'side-effect';
      type D = import('./d.js').D;
      export default async () => import('./e.js');`;
    const expected = ['src/x/a.ts', 'src/b.ts', 'src/x/c/c.ts', 'side-effect', 'src/x/d.ts', 'src/x/e.ts'];
    const { imports, hasDefaultExport } = parseSource('src/x/f.ts', text);
    expect(imports).toEqual(expected);
    expect(hasDefaultExport).toBe(true);
  });

  it('finds a cycle and says how it goes', () => {
    const graph = [
      { path: 'a', imports: ['b', 'typeorm'] },
      { path: 'b', imports: ['c', 'd'] },
      { path: 'c', imports: [] },
      { path: 'd', imports: ['c', 'b'] },
    ];
    expect(findCycle(graph)).toEqual(['b', 'd', 'b']);
    expect(findCycle(graph.slice(0, 3))).toBeNull();
  });
});
