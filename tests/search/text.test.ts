import type { Provider } from '../../src/features/provider/provider.entity.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { found, refused, titles } from './ask.js';

let hub: TestHub;
let provider: Provider;
beforeAll(async () => {
  hub = await startTestHub();
  provider = await aProvider(hub, { name: 'Windmill Trust' });
  const site = await aSite(hub, provider, { name: 'The Granary', town: 'Walsingham' });
  await anOffering(hub, provider, {
    title: 'Pathfinder programme',
    description: 'Eight weeks of café culture, O’Connor style, with 🎸 and "quotes".',
    siteIds: [site.id],
  });
  await anOffering(hub, await aProvider(hub, { name: 'Lighthouse' }), { title: 'Stepping stones' });
});
afterAll(() => hub.stop());

const PATHFINDER = ['Pathfinder programme'];

describe('search(text)', () => {
  it.each([
    ['its title', 'Pathfinder'],
    ['a part of its title, in any order', 'programme pathfinder'],
    ['the name of its provider', 'windmill'],
    ['the name of its site', 'granary'],
    ['the town of its site', 'Walsingham'],
    ['the district of its site', 'north norfolk'],
    ['its description', 'culture'],
    ['words from several of these', 'pathfinder windmill walsingham weeks'],
  ])('finds an offering by %s: %j', async (_what, text) => {
    expect(await titles(hub, { text })).toEqual(PATHFINDER);
  });

  it.each([
    'CAFÉ',
    'cafe culture',
    'oconnor',
    "O'Connor",
    'O’Connor',
    'PATHFINDER',
    '🎸 pathfinder',
    '"quotes"',
  ])('does not mind case, accents, apostrophes and signs: %j', async (text) => {
    expect(await titles(hub, { text })).toContain(PATHFINDER[0]);
  });

  it.each(['path', 'pathf', 'windm', 'wals', 'pathfinder prog'])(
    'takes the last word for a beginning: %j',
    async (text) => {
      expect(await titles(hub, { text })).toEqual(PATHFINDER);
    },
  );

  it('takes no other word for a beginning', async () => {
    expect(await titles(hub, { text: 'pathf programme' })).toEqual([]);
  });

  it('finds a word that was typed as two', async () => {
    expect(await titles(hub, { text: 'wind mill' })).toEqual(PATHFINDER);
    expect(await titles(hub, { text: 'path finder programme' })).toEqual(PATHFINDER);
  });

  it.each([
    ['swapped letters', 'pathfidner'],
    ['swapped letters', 'wnidmill'],
    ['a letter left out', 'pathfnder'],
    ['a letter too many', 'windmilll'],
    ['a wrong letter', 'granery'],
    ['two slips in a long word', 'pathfidnre'],
    ['slips in two words', 'pathfidner prorgamme'],
  ])('forgives %s: %j', async (_what, text) => {
    expect(await titles(hub, { text })).toEqual(PATHFINDER);
  });

  it.each(['pathxxxder', 'zzzzzz', 'wind mills', 'grnry'])(
    'does not take %j for something else',
    async (text) => {
      expect(await titles(hub, { text })).toEqual([]);
    },
  );

  it.each(['🐎', '🐎 🏇🏽', '!?', '"', "'", '\\', '%', '*', '— …', '❤️'])(
    'says that there is no word in %j',
    async (text) => {
      expect(await refused(hub, { text })).toMatchObject({
        field: ['text'],
        code: 'INVALID',
        message: expect.stringContaining('no word'),
      });
    },
  );

  it.each(['', '   ', '\u0000', '\u200b', '\ufe0f', 'the', '🎸 the'])(
    'finds everything for %j',
    async (text) => {
      expect(await titles(hub, { text })).toEqual([PATHFINDER[0], 'Stepping stones']);
    },
  );

  it('needs every word', async () => {
    expect(await titles(hub, { text: 'pathfinder lighthouse' })).toEqual([]);
  });

  it('leaves out words without meaning, and says which it searched for', async () => {
    const { understood, hits } = await found(hub, { text: 'Is it a pathfinder for him?' });
    expect(hits).toHaveLength(1);
    expect(understood).toMatchObject({ words: ['pathfinder'], concepts: [], ignoredWords: [] });
  });

  it('searches for ten words and names those that it ignored', async () => {
    const words = Array.from({ length: 12 }, (_, i) => `word${String.fromCharCode(97 + i)}`);
    const { understood } = await found(hub, { text: words.join(' ') });
    expect(understood?.words).toEqual(words.slice(0, 10));
    expect(understood?.ignoredWords).toEqual(words.slice(10));
  });

  it('explains the words that it found', async () => {
    const { hits } = await found(hub, { text: 'pathfidner' });
    expect(hits[0]?.matchedBecause).toEqual([
      { kind: 'WORDS', sentence: expect.stringContaining('“pathfidner”') },
    ]);
  });

  it.each([
    'AND',
    'OR NOT',
    '_geoRadius(52, 1, 1)',
    "'; drop table offering; --",
    '<script>',
    '{{1+1}}',
    '\u0000',
  ])('is never a command: %j', async (text) => {
    const { data, errors } = await hub.query<{ search: { totalCount: number } }>(
      'query ($text: String) { search(text: $text) { totalCount userErrors { code } } }',
      { text },
    );
    expect(errors).toBeUndefined();
    expect(data.search.totalCount).toBeGreaterThanOrEqual(0);
    expect((await found(hub, {})).totalCount).toBe(2);
  });

  it('may have 500 characters and no more', async () => {
    expect((await found(hub, { text: 'x'.repeat(500) })).totalCount).toBe(0);
    expect(await refused(hub, { text: 'x'.repeat(501) })).toMatchObject({ field: ['text'], code: 'INVALID' });
  });
});

describe('an offering', () => {
  // Words of these are near to something that searches understand as a concept: farm work, boats, cooking, reading.
  it.each([
    'Farm days',
    'The boat shed',
    'Cook and eat',
    'Read together',
    'Fish and grow',
    'Animate',
    'Mentora',
    'Anxious minds and angry hearts',
    'Trade winds',
    'Hospitable kitchens',
    'Outdor days',
    'The Send Off',
    'Year 10 fresh start',
    'Secondary matters',
    'In care of the sea',
  ])('called %s is found by its own title', async (title) => {
    const made = await anOffering(hub, provider, { title });
    expect(await titles(hub, { text: title })).toContain(title);
    await hub.offerings.update(made.id, 1, { state: 'WITHDRAWN' });
  });

  it.each(['farm', 'boat', 'cook', 'read', 'fish'])('is found by %j, a word of its title', async (text) => {
    const made = await anOffering(hub, provider, { title: `Our ${text} project` });
    expect(await titles(hub, { text })).toContain(`Our ${text} project`);
    await hub.offerings.update(made.id, 1, { state: 'WITHDRAWN' });
  });

  it.each(['The Garage', 'Beauty Farm Ltd', 'Hope Kitchen', 'Traders Hall', 'Gymnasium House'])(
    'of a provider called %s is found by that name',
    async (name) => {
      const owner = await aProvider(hub, { name });
      await anOffering(hub, owner, { title: `Mornings at number ${name.length}` });
      const { hits } = await found(hub, { text: name });
      expect(hits.map((hit) => hit.provider?.name)).toContain(name);
    },
  );

  it.each(['The Old Garden', 'Boat Yard', 'Music Hall'])(
    'at a site called %s is found by that name',
    async (name) => {
      const site = await aSite(hub, provider, { name });
      await anOffering(hub, provider, { title: `Afternoons at number ${name.length}`, siteIds: [site.id] });
      const { hits } = await found(hub, { text: name });
      expect(hits.map((hit) => hit.site?.name)).toContain(name);
    },
  );
});

describe('a place name', () => {
  it('is searched for as it is: no town of Norfolk is taken for something else', async () => {
    const { rows } = await hub.database.pool.query<{ name: string }>(
      'select name from named_place order by name',
    );
    const misread: Record<string, unknown> = {};
    for (const { name } of rows) {
      const { understood } = await found(hub, { text: name, first: 1 });
      if (understood?.concepts.length) misread[name] = understood.concepts;
    }
    expect(misread).toEqual({});
  });
});
