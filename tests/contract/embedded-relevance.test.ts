import { createEmbeddedEngine } from '../../src/platform/search/embedded/embedded-engine.js';
import type { SearchDocument } from '../../src/platform/search/port.js';
import { aDocument, aQuery, contractSchema, idsOf, inBatches } from './contract-schema.js';

/** What the embedded engine promises about order beyond the contract. */
describe('relevance in the embedded engine', () => {
  const engine = createEmbeddedEngine(contractSchema);
  const order = async (query: Parameters<typeof aQuery>[0], ...documents: SearchDocument[]) => {
    await engine.rebuild(inBatches(documents));
    return idsOf(engine.search(aQuery(query)));
  };

  afterAll(() => engine.close());

  it('answers without a promise', async () => {
    await engine.rebuild(inBatches([aDocument('a')]));
    expect(engine.search(aQuery()).total).toBe(1);
  });

  it('puts the word before its beginning, and that before a misspelling, however often they come', async () => {
    const again = (word: string) => Array.from({ length: 40 }, () => word).join(' ');
    expect(
      await order(
        { words: ['forest'] },
        aDocument('a-typo', { text: { title: again('forrest') } }),
        aDocument('b-prefix', { text: { title: again('forester') } }),
        aDocument('c-word', { text: { title: `the forest ${again('and')}` } }),
      ),
    ).toEqual(['c-word', 'b-prefix', 'a-typo']);
  });

  it('counts fewer typos before everything but an exact field', async () => {
    expect(
      await order(
        { words: ['mechanics', 'training'] },
        aDocument('a-two', { text: { title: 'mecahncis training' } }),
        aDocument('b-one', { text: { title: 'mechancis training' } }),
        aDocument('c-none', { text: { body: `training in ${'many words '.repeat(50)} for mechanics` } }),
      ),
    ).toEqual(['c-none', 'b-one', 'a-two']);
  });

  it('depends on the weight of the field, and puts an exact title before an exact provider', async () => {
    expect(
      await order(
        { words: ['oak', 'house'] },
        aDocument('a-body', { text: { body: 'oak house' } }),
        aDocument('b-provider', { text: { provider: 'Oak House' } }),
        aDocument('c-title', { text: { title: 'Oak House' } }),
        aDocument('d-in-title', { text: { title: 'Oak House and more' } }),
      ),
    ).toEqual(['c-title', 'b-provider', 'a-body', 'd-in-title']);
  });

  it('puts documents in the order of how they stand for a concept, and the more telling concept first', async () => {
    const schema = { ...contractSchema, keywords: [...contractSchema.keywords, 'concepts'] };
    const other = createEmbeddedEngine(schema);
    const ranked = async (query: Parameters<typeof aQuery>[0], ...documents: SearchDocument[]) => {
      await other.rebuild(inBatches(documents));
      return idsOf(other.search(aQuery(query)));
    };
    const standing = (id: string, concepts: Partial<SearchDocument['concepts']>, meant: string[] = []) =>
      aDocument(id, { concepts, keywords: { concepts: meant } });
    expect(
      await ranked(
        { preferred: ['c1'] },
        standing('a-none', {}),
        standing('b-related', { related: ['c1'] }),
        standing('c-meant', { related: ['c1'] }, ['c1']),
        standing('d-likely', { related: ['c1'], likely: ['c1'] }, ['c1']),
        standing('e-strong', { strong: ['c1'] }, ['c1']),
      ),
    ).toEqual(['e-strong', 'd-likely', 'c-meant', 'b-related', 'a-none']);
    const many = Array.from({ length: 20 }, (_, i) => `x${i}`);
    expect(
      await ranked(
        { preferred: ['c1'] },
        standing('a-about-all', { related: ['c1', ...many] }, ['c1', ...many]),
        standing('b-about-it', { related: ['c1'] }, ['c1']),
      ),
    ).toEqual(['b-about-it', 'a-about-all']);
    expect(
      await ranked(
        { preferred: ['usual', 'rare'] },
        standing('a', { strong: ['usual'] }),
        standing('b', { strong: ['usual'] }),
        standing('c', { strong: ['usual'] }),
        standing('d', { strong: ['rare'] }),
      ),
    ).toEqual(['d', 'a', 'b', 'c']);
    await other.close();
  });

  it('puts documents that are about equally relevant in the order of their distance, and those without one last', async () => {
    const at = (id: string, lat: number | null, strong: string[] = []) =>
      aDocument(id, { position: lat === null ? null : { lat, lng: 1 }, concepts: { strong } });
    const nearest = { lat: 52, lng: 1 };
    expect(
      await order(
        { sort: { by: 'relevance', nearest }, preferred: ['c1'] },
        at('a-far', 53),
        at('b-near', 52.1),
        at('c-nowhere', null),
        at('d-far-but-better', 55, ['c1']),
      ),
    ).toEqual(['d-far-but-better', 'b-near', 'a-far', 'c-nowhere']);
  });

  it('prefers documents with more of the words that help', async () => {
    expect(
      await order(
        { helpful: ['clay', 'kiln'] },
        aDocument('a', { title: 'Clay' }),
        aDocument('b', { title: 'Clay and kiln' }),
        aDocument('c', { title: 'Paint' }),
      ),
    ).toEqual(['b', 'a', 'c']);
  });

  it('prefers what a concept stands for strongly', async () => {
    expect(
      await order(
        { concepts: ['c1', 'c2'] },
        aDocument('a-related', { concepts: { related: ['c1', 'c2'] } }),
        aDocument('b-one', { concepts: { strong: ['c1'], related: ['c2'] } }),
        aDocument('c-strong', { concepts: { strong: ['c1', 'c2'], related: ['c1'] } }),
      ),
    ).toEqual(['c-strong', 'b-one', 'a-related']);
  });

  it('among what a concept stands for, puts the phrase itself first and then what has more of its words', async () => {
    const strong = { concepts: { strong: ['c1'] } };
    expect(
      await order(
        { concepts: ['c1'], phrase: ['art', 'therapy'] },
        aDocument('a-other', { title: 'Play', ...strong }),
        aDocument('b-half', { title: 'Play therapy', ...strong }),
        aDocument('c-more', { title: 'Art therapy studio', ...strong }),
        aDocument('d-phrase', { title: 'Art therapy', ...strong }),
        aDocument('e-related', { title: 'Play', concepts: { related: ['c1'] } }),
      ),
    ).toEqual(['d-phrase', 'c-more', 'b-half', 'a-other', 'e-related']);
  });

  it('knows an exact field by the phrase, when words without meaning were left out of the words', async () => {
    const query = { words: ['hair', 'beauty'], phrase: ['hair', 'and', 'beauty'] };
    expect(
      await order(
        query,
        aDocument('a', { title: 'Hair beauty' }),
        aDocument('b', { title: 'Hair and beauty' }),
      ),
    ).toEqual(['b', 'a']);
  });

  it('scores the same documents the same, however they came in', async () => {
    const documents = ['forest school', 'school in the forest', 'forest', 'forest forest school day'].map(
      (title, i) => aDocument(`d${i}`, { title }),
    );
    const words = ['forest', 'school'];
    const built = await order({ words }, ...documents);
    await engine.rebuild(inBatches([aDocument('other', { title: 'forest school' })]));
    await engine.apply({
      upserts: documents.map(({ id }) => aDocument(id, { title: 'nothing' })),
      deletes: [],
    });
    for (const document of [...documents].reverse())
      await engine.apply({ upserts: [document], deletes: ['other'] });
    expect(idsOf(engine.search(aQuery({ words })))).toEqual(built);
  });
});
