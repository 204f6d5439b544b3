import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDemonstration } from '../../seeds/demo/build-demonstration.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { fold } from '../../src/platform/text.js';

const demo = buildDemonstration('2026-11-23');
const data = join(projectRoot, '../shared/data');
/** Needs the open data next to the project. Skipped if it is absent. */
const withData = existsSync(data) ? it : it.skip;
const lines = (file: string) => readFileSync(join(data, file), 'utf8').split(/\r?\n/).filter(Boolean);

describe('invented names and postcodes', () => {
  withData('are those of no Norfolk establishment', () => {
    const real = lines('establishments/norfolk_establishments.csv').map((line) =>
      fold(line.split(',')[1] ?? ''),
    );
    expect(real.length).toBeGreaterThan(400);
    const generic = new Set(['school', 'high', 'academy', 'college', 'learning', 'online', 'skills', 'free']);
    const realWords = new Set(real.flatMap((name) => name.split(/[^a-z]+/)));
    const taken = demo.providers.filter(({ name }) => {
      const [first = ''] = fold(name).split(/[^a-z]+/);
      return real.includes(fold(name.replace(/ \(.*/, ''))) || (realWords.has(first) && !generic.has(first));
    });
    expect(taken.map(({ name }) => name)).toEqual([]);
  });

  it('avoid the names of real providers of alternative provision in Norfolk', () => {
    const real =
      /pinetree|pathfinder|compass|include|red balloon|future education|novaturient|community-?ed|damara|ortus/i;
    const texts = [
      ...demo.providers.flatMap(({ name, description }) => [name, description]),
      ...demo.offerings.flatMap(({ title }) => [title]),
    ];
    expect(texts.filter((text) => real.test(text))).toEqual([]);
  });

  withData('are postcodes that Code-Point Open does not have', () => {
    const real = new Set(lines('postcodes/postcodes_norfolk_2025-10.csv').map((line) => line.split(',')[0]));
    expect(real.size).toBeGreaterThan(29_000);
    const used = [...demo.sites, ...demo.providers, ...demo.schools].map(({ postcode }) => postcode);
    expect(used.filter((postcode) => real.has(postcode))).toEqual([]);
  });
});
