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

  it('puts a title that is what was asked first', async () => {
    await subject().holds(
      aDocument('a', { text: { title: 'Forest school forest school', body: 'forest school '.repeat(50) } }),
      aDocument('b', { text: { title: 'The forest school', provider: 'Forest School' } }),
      aDocument('c', { title: 'Forest School' }),
      aDocument('d', { title: 'Forest schools' }),
    );
    expect((await search('forest school'))[0]).toBe('c');
  });

  it('forgives no typo in 4 letters, one in 5 and 8, two in 9', async () => {
    await holdsTitles('farm', 'horse', 'mountain', 'mechanics', 'other');
    const finds = async (typed: string) => (await search(`${typed} `)).length > 0;
    const other = async (typed: string) => (await subject().find({ words: [typed, 'other'] })).length > 0;
    // Followed by another word, so that none is taken for the beginning of a longer one.
    await subject().holds(aDocument('d', { title: 'farm horse mountain mechanics other' }));
    expect([await other('farm'), await other('fram'), await other('fam')]).toEqual([true, false, false]);
    expect([await other('hrose'), await other('horce'), await other('hores')]).toEqual([true, true, true]);
    expect([await other('hrsoe'), await other('hors'), await other('horsed')]).toEqual([false, false, true]);
    expect([await other('mountian'), await other('montain'), await other('montian')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([await other('mechincas'), await other('mecanicss'), await other('mecincsss')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(await finds('mechanix')).toBe(true);
  });

  it('counts neighbours swapped as one typo and a wrong first letter as two', async () => {
    await subject().holds(aDocument('d', { title: 'autism education other' }));
    const finds = async (typed: string) => (await subject().find({ words: [typed, 'other'] })).length > 0;
    expect([await finds('autsim'), await finds('eductaion')]).toEqual([true, true]);
    expect([await finds('eductaino'), await finds('uatism'), await finds('butism')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([await finds('aducation'), await finds('ducation1'), await finds('aductaion')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('forgives no typo in a number', async () => {
    await holdsTitles('20241 other', '20242 other');
    expect(await subject().find({ words: ['20241', 'other'] })).toEqual(['d0']);
    expect(await subject().find({ words: ['123456789', 'other'] })).toEqual([]);
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
