// Half-typed and misspelt on purpose. cspell:ignore potery fishin
import { createEmbeddedEngine } from '../../src/platform/search/embedded/embedded-engine.js';
import type { Said } from '../../src/platform/search/exploration.js';
import type { SearchQuery } from '../../src/platform/search/port.js';
import { aDocument, contractSchema, inBatches } from './contract-schema.js';

const schema = { ...contractSchema, keywords: [...contractSchema.keywords, 'concepts'] };
const engine = createEmbeddedEngine(schema);
const near = { lat: 52.6, lng: 1.3 };

/** A document that means one concept, is only related to another, and has a title. */
const meaning = (id: string, title: string, meant: string[], related: string[] = [], more: object = {}) =>
  aDocument(id, {
    title,
    concepts: { strong: meant, related },
    keywords: { concepts: meant, needs: ['N1'] },
    ...more,
  });

beforeAll(async () => {
  await engine.rebuild(
    inBatches([
      meaning('a', 'Pottery mornings', ['art'], [], { numbers: { fee: 10 }, position: near }),
      meaning('b', 'Potters and painters', ['art', 'calm'], [], { numbers: { fee: 90 } }),
      meaning('c', 'Fishing', ['calm'], ['art'], { keywords: { concepts: ['calm'], needs: ['N2'] } }),
      meaning('gone', 'Pottery', ['art', 'calm']),
    ]),
  );
  await engine.apply({ upserts: [], deletes: ['gone'] });
});
afterAll(() => engine.close());

const everything: Pick<SearchQuery, 'conditions' | 'scope'> = { conditions: [] };
const art: Said = { concept: 'art' };
const artOrClose: Said = { concept: 'art', loosely: true };
const calm: Said = { concept: 'calm' };

function looked<T>(
  parts: readonly Said[],
  look: Parameters<typeof engine.explore<T>>[2],
  question: Pick<SearchQuery, 'conditions' | 'scope'> = everything,
): T | null {
  return engine.explore(question, parts, look);
}

describe('looking at parts of a question', () => {
  it.each<[string, Said, number]>([
    ['a concept that is meant', art, 2],
    ['a concept, or what is related to it', artOrClose, 3],
    ['a concept that nothing has', { concept: 'no such' }, 0],
    ['any of some words, letter by letter', { anyWord: ['pottery', 'potters'] }, 2],
    ['a word, letter by letter', { anyWord: ['potery'] }, 0],
    ['a word with a typo', { likeWord: 'potery' }, 1],
    ['the beginning of a word', { likeWord: 'pott', isBeginning: true }, 2],
    ['a word that is not a beginning', { likeWord: 'pott' }, 0],
  ])('counts the visible documents with %s', (_what, part, count) => {
    expect(looked([part], ({ alone }) => alone(0))).toBe(count);
    expect(looked([part], ({ together }) => together([0]))).toBe(count);
  });

  it('counts those that have all parts, and again with others', () => {
    const counts = looked([art, calm, { anyWord: ['fishing'] }], ({ together }) => [
      together([]),
      together([0, 1]),
      together([1, 2]),
      together([0, 2]),
      together([0, 1]),
    ]);
    expect(counts).toEqual([3, 1, 1, 0, 1]);
  });

  it('counts those that have any of some parts and all of others', () => {
    const counts = looked([art, calm, { anyWord: ['fishing'] }], ({ togetherWithAny }) => [
      togetherWithAny([0, 1], []),
      togetherWithAny([0, 1], [2]),
      togetherWithAny([0], [1]),
      togetherWithAny([], []),
    ]);
    expect(counts).toEqual([3, 1, 1, 0]);
  });

  it.each<[string, Pick<SearchQuery, 'conditions' | 'scope'>, number]>([
    ['a keyword', { conditions: [{ kind: 'anyOf', field: 'needs', values: ['N1'] }] }, 2],
    ['a number', { conditions: [{ kind: 'number', field: 'fee', lte: 50 }] }, 1],
    ['a radius', { conditions: [], scope: { kind: 'radius', centre: near, metres: 10, areas: [] } }, 1],
  ])('counts only what meets %s', (_what, question, count) => {
    expect(looked([artOrClose], ({ together }) => together([0]), question)).toBe(count);
    // How telling a part is does not depend on the question.
    expect(looked([artOrClose], ({ alone }) => alone(0), question)).toBe(3);
  });

  it('does not disturb the search after it', () => {
    looked([art, calm], ({ together, togetherWithAny }) => together([0]) + togetherWithAny([0, 1], []));
    const query = {
      words: [],
      concepts: ['art'],
      conditions: [],
      sort: { by: 'relevance' },
      page: { offset: 0, size: 10 },
    } as const;
    expect(
      engine
        .search(query)
        .hits.map(({ id }) => id)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
  });

  it('cannot tell before the first rebuild, and no more once closed', async () => {
    const other = createEmbeddedEngine(schema);
    expect(other.explore(everything, [art], ({ alone }) => alone(0))).toBeNull();
    await other.rebuild(inBatches([meaning('a', 'Pottery', ['art'])]));
    expect(other.explore(everything, [art], ({ alone }) => alone(0))).toBe(1);
    await other.close();
    expect(other.explore(everything, [art], ({ alone }) => alone(0))).toBeNull();
  });
});

describe('words of the index', () => {
  it('are known letter by letter, and those like a word with few typos first', () => {
    expect([engine.hasWord('pottery'), engine.hasWord('potery'), engine.hasWord('gone')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(engine.wordsAlike('fishin')).toEqual(['fishing']);
    expect(engine.wordsAlike('zebra')).toEqual([]);
  });

  it('are a name if a field is just these', () => {
    expect(engine.hasName(['potters', 'and', 'painters'])).toBe(true);
    expect(engine.hasName(['potters', 'painters'])).toBe(false);
    expect(engine.hasName(['painters', 'and', 'potters'])).toBe(false);
    expect(engine.hasName([])).toBe(false);
  });
});
