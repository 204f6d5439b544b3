import type { QueryWord } from '../../src/platform/search/port.js';
import { words } from '../../src/platform/text.js';
import { aDocument } from './contract-schema.js';
import type { Subject } from './contract-section.js';

/** Words, typos, prefixes, folding. What comes first is an engine's own affair, but for an exact title. */
export function textContract(subject: () => Subject): void {
  const search = (text: string) => subject().find({ words: words(text) });
  /** Makes the titles the only documents, `d0` on. */
  const holdsTitles = (...titles: string[]) =>
    subject().holds(...titles.map((title, i) => aDocument(`d${i}`, { title })));

  it('asks for every word, in any field', async () => {
    await subject().holds(
      aDocument('across', { text: { title: 'Forest', provider: 'Oak', body: 'School' } }),
      aDocument('half', { title: 'Forest walks' }),
      aDocument('title', { title: 'School in the forest' }),
    );
    expect((await search('forest school')).sort()).toEqual(['across', 'title']);
    expect(await search('forest school horses')).toEqual([]);
  });

  it('asks for all of three words, whichever is the rarest', async () => {
    const titles = ['forest farm', 'farm school', 'forest school', 'school', 'school', 'farm forest school'];
    await holdsTitles(...titles);
    expect(await search('forest farm school')).toEqual(['d5']);
    expect(await search('school farm forest')).toEqual(['d5']);
  });

  it('puts a title that is what was asked first', async () => {
    await subject().holds(
      aDocument('a', { text: { title: 'Forest school forest school', body: 'forest school '.repeat(50) } }),
      aDocument('b', { text: { title: 'The forest school', provider: 'Forest School' } }),
      aDocument('c', { title: 'Forest School' }),
      aDocument('d', { title: 'Forest schools' }),
    );
    expect((await search('forest school'))[0]).toBe('c');
  });

  it('takes the whole question for an order, never for a condition', async () => {
    await subject().holds(
      aDocument('a', { title: 'Salon days', concepts: { strong: ['c1'] } }),
      aDocument('b', { title: 'Hair and beauty' }),
    );
    const phrase = ['hair', 'and', 'beauty'];
    expect(await subject().find({ concepts: ['c1'], phrase })).toEqual(['a']);
    expect(await subject().find({ words: ['days'], phrase: ['days', 'of', 'hair'] })).toEqual(['a']);
  });

  it('puts what a concept means before what merely goes with it', async () => {
    await subject().holds(
      aDocument('a', { concepts: { related: ['c1'] } }),
      aDocument('b', { concepts: { strong: ['c1'] } }),
      aDocument('c', { title: 'forest', concepts: { related: ['c1'] } }),
      aDocument('d', { title: 'forest', concepts: { strong: ['c1'] } }),
    );
    expect((await subject().find({ concepts: ['c1'] })).slice(0, 2).sort()).toEqual(['b', 'd']);
    expect(await subject().find({ concepts: ['c1'], words: ['forest'] })).toEqual(['d', 'c']);
    const page = { offset: 1, size: 2 };
    expect(await subject().find({ concepts: ['c1'], words: ['forest'], page })).toEqual(['c']);
  });

  it('among what a concept stands for, puts the phrase itself first and then a title with all its words', async () => {
    const strong = { concepts: { strong: ['c1'] } };
    await subject().holds(
      aDocument('a-related', { title: 'Art therapy day', concepts: { related: ['c1'] } }),
      aDocument('b-other', { title: 'Play', ...strong }),
      aDocument('c-all', { title: 'Art therapy studio', ...strong }),
      aDocument('d-phrase', { title: 'Art therapy', ...strong }),
    );
    expect(await subject().find({ concepts: ['c1'], phrase: ['art', 'therapy'] })).toEqual([
      'd-phrase',
      'c-all',
      'b-other',
      'a-related',
    ]);
  });

  it('puts what stands for more of the concepts first', async () => {
    await subject().holds(
      aDocument('a-related', { concepts: { related: ['c1', 'c2'] } }),
      aDocument('b-one', { concepts: { strong: ['c1'], related: ['c2'] } }),
      aDocument('c-both', { concepts: { strong: ['c1', 'c2'] } }),
    );
    expect(await subject().find({ concepts: ['c1', 'c2'] })).toEqual(['c-both', 'b-one', 'a-related']);
  });

  describe('typos', () => {
    /** Whether a typed word finds the document; another one follows it, so that it is not read as a beginning. */
    const finds = async (typed: string) => (await subject().find({ words: [typed, 'other'] })).length > 0;

    beforeEach(async () => {
      await subject().holds(aDocument('d', { title: 'farm horse mountain mechanics other' }));
    });

    it.each([
      ['4 letters: as written', 'farm', true],
      ['4 letters: swapped', 'fram', false],
      ['4 letters: replaced', 'ferm', false],
      ['4 letters: one added makes 5', 'farrm', true],
      ['5 letters: swapped', 'hrose', true],
      ['5 letters: replaced', 'horce', true],
      ['5 letters: one left out makes 4', 'hors', false],
      ['5 letters: added', 'horsee', true],
      ['5 letters: two wrong', 'hrsoe', false],
      ['8 letters: swapped', 'mountian', true],
      ['8 letters: left out', 'montain', true],
      ['8 letters: two wrong', 'montaian', false],
      ['9 letters: one swap', 'mechancis', true],
      ['9 letters: two swaps', 'mecahncis', true],
      ['9 letters: one replaced, one added', 'mechonnics', true],
      ['9 letters: three wrong', 'mecahnciz', false],
      ['first letter of 8 wrong, which counts two', 'nountain', false],
      ['first two letters of 8 swapped', 'omuntain', false],
      ['first letter of 9 wrong', 'nechanics', true],
      ['first letter of 9 left out makes 8', 'echanics', false],
      ['first two letters of 9 swapped', 'emchanics', true],
      ['a letter before the first of 9', 'amechanics', true],
      ['first letter of 9 and another wrong', 'nechanisc', false],
    ])('%s', async (_, typed, found) => {
      expect(await finds(typed)).toBe(found);
    });
  });

  it('takes an exact word letter by letter, and never as a beginning', async () => {
    await holdsTitles('masking autism', 'making autism', 'masking autistic', 'making things');
    const exact = (text: string) => ({ text, exact: true });
    const find = async (...asked: (string | QueryWord)[]) => (await subject().find({ words: asked })).sort();
    expect(await find('masking')).toEqual(['d0', 'd1', 'd2', 'd3']);
    expect(await find(exact('masking'))).toEqual(['d0', 'd2']);
    expect(await find(exact('mask'))).toEqual([]);
    expect(await find(exact('autism'), 'mak')).toEqual(['d1']);
    expect(await find('autismm', exact('masking'))).toEqual(['d0']);
    expect(await find(exact('masking'), exact('autism'))).toEqual(['d0']);
    expect(await find(exact('unknown'), 'masking')).toEqual([]);
    // The word before an exact one is not the last, so it is not a beginning either.
    expect(await find('aut', exact('masking'))).toEqual([]);
  });

  it('forgives no typo in a number', async () => {
    await holdsTitles('20241 other', '20242 other');
    expect(await subject().find({ words: ['20241', 'other'] })).toEqual(['d0']);
    expect(await subject().find({ words: ['123456789', 'other'] })).toEqual([]);
    expect(await subject().find({ words: ['2o241', 'other'] })).toEqual([]);
  });

  it('takes only the last word as the beginning of a longer one', async () => {
    await holdsTitles('educational farm', 'edu farmers', 'education');
    expect((await search('edu far')).sort()).toEqual(['d1']);
    expect((await search('farm edu')).sort()).toEqual(['d0']);
    expect((await search('e')).sort()).toEqual(['d0', 'd1', 'd2']);
    expect((await search('educatoi')).sort()).toEqual(['d0', 'd2']);
  });

  it('folds accents, case and apostrophes, and reads past emoji', async () => {
    await holdsTitles('The Café', 'CAFE', 'King’s Lynn', "king's lynn", 'Kings Lynn', '🐴 Riding 🏇🏽', '🐴');
    for (const typed of ['café', 'CAFÉ', 'cafe', 'Cafe\u0301']) {
      expect((await search(typed)).sort()).toEqual(['d0', 'd1']);
    }
    for (const typed of ["King's", 'king’s', 'KINGS']) {
      expect((await search(`${typed} lynn`)).sort()).toEqual(['d2', 'd3', 'd4']);
    }
    expect(await search('🐴 riding')).toEqual(['d5']);
  });

  it('finds names however they are spelt', async () => {
    const saints = ["St Mary's", 'St Marys', 'Saint Mary’s', 'ST. MARY`S', 'St\u00a0Mary\u02bcs'];
    await holdsTitles(...saints, 'Hope & Anchor', 'Hope and Anchor', 'The P.R.U.', 'The PRU', 'Stable');
    for (const typed of ["st mary's", 'SAINT MARYS', 'St. Mary’s', 'saint-marys', 'St  Márys']) {
      expect((await search(typed)).sort()).toEqual(['d0', 'd1', 'd2', 'd3', 'd4']);
    }
    for (const typed of ['hope & anchor', 'Hope and Anchor']) {
      expect((await search(typed)).sort()).toEqual(['d5', 'd6']);
    }
    for (const typed of ['p.r.u.', 'pru']) expect((await search(typed)).sort()).toEqual(['d7', 'd8']);
  });

  it('takes operators and filter syntax for words', async () => {
    await holdsTitles('fish AND chips', '"quoted" \\ text', '_geoRadius(1, 2, 3)', 'fish', '<b>bold</b>');
    expect(await search('fish AND')).toEqual(['d0']);
    expect(await search('"quoted"')).toEqual(['d1']);
    expect(await search('_geoRadius(1')).toEqual(['d2']);
    expect(await search('NOT fish')).toEqual([]);
    expect(await search('<b>')).toEqual(['d4']);
  });

  it('reads long texts to their end and finds long words', async () => {
    const long = `${'school '.repeat(1500)} needle`;
    const word = 'x'.repeat(200);
    await subject().holds(
      aDocument('long', { text: { body: long } }),
      aDocument('word', { title: `a ${word}` }),
    );
    expect(await search('needle')).toEqual(['long']);
    expect(await search(word)).toEqual(['word']);
  });

  it('goes together with conditions, place and facets', async () => {
    await subject().holds(
      aDocument('a', { title: 'forest', keywords: { needs: ['x'] }, position: { lat: 52, lng: 0 } }),
      aDocument('b', { title: 'forest', keywords: { needs: ['y'] }, position: { lat: 52, lng: 0 } }),
      aDocument('c', { title: 'forest', keywords: { needs: ['x'] }, position: { lat: 55, lng: 0 } }),
      aDocument('d', { title: 'school', keywords: { needs: ['x'] }, position: { lat: 52, lng: 0 } }),
    );
    const { hits, facets } = await subject().ask({
      words: ['forset'],
      conditions: [{ kind: 'anyOf', field: 'needs', values: ['x'] }],
      scope: { kind: 'radius', centre: { lat: 52, lng: 0 }, metres: 1000, areas: [] },
      facets: { fields: ['needs'], mode: 'disjunctive' },
    });
    expect(hits).toEqual([{ id: 'a', distanceMetres: 0, reachedBy: 'SITE' }]);
    expect(Object.fromEntries(facets.needs!)).toEqual({ x: 1, y: 1 });
  });
}
