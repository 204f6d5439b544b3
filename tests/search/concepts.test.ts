import type { Provider } from '../../src/features/provider/provider.entity.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { readerOf } from '../support/reading.js';
import { found, titles } from './ask.js';

let hub: TestHub;
let provider: Provider;
beforeAll(async () => {
  hub = await startTestHub();
  provider = await aProvider(hub, { name: 'Plain provider' });
  const pru = await aProvider(hub, { settingType: 'PRU', urn: '199901', name: 'Short stay' });
  await make('Gentle return', { circumstances: ['EBSA'], primaryNeeds: ['OTH'] });
  await make('Calm mornings', { primaryNeeds: ['SEMH'] });
  await make('Structured days', { primaryNeeds: ['ASD'] });
  await make('Talking together', { primaryNeeds: ['SLCN'] });
  await make('After the exclusion hearing', {
    circumstances: ['PERMANENTLY_EXCLUDED'],
    primaryNeeds: ['OTH'],
  });
  await anOffering(hub, pru, { title: 'The unit', primaryNeeds: ['OTH'] });
  await make('Salon days', {
    description: 'Hairdressing and barbering with real clients.',
    primaryNeeds: ['OTH'],
  });
  await make('At the river', { description: 'Days outside.', primaryNeeds: ['OTH'] });
});
afterAll(() => hub.stop());

type Values = Parameters<typeof anOffering>[2];
const make = (title: string, values: Values) =>
  anOffering(hub, provider, { title, tier: 'TIER_3', ...values });

describe('what a SENCO types', () => {
  it.each([
    ['school refusal', ['Gentle return']],
    ['EBSA', ['Gentle return']],
    ['emotionally based school avoidance', ['Gentle return']],
    ['autism', ['Structured days']],
    ['autistic', ['Structured days']],
    ['PRU', ['The unit']],
    ['pupil referral unit', ['The unit']],
    ['hair and beauty', ['Salon days']],
    ['hairdressing', ['Salon days']],
    ['semh', ['Calm mornings']],
  ])('%j finds what it means', async (text, expected) => {
    expect((await titles(hub, { text })).sort()).toEqual(expected);
  });

  it.each([
    ['anxiety', 'Calm mornings'],
    ['ADHD', 'Calm mornings'],
    ['kicked out', 'After the exclusion hearing'],
    ['kicked out of school', 'After the exclusion hearing'],
    ['PEX', 'After the exclusion hearing'],
  ])('%j finds %s', async (text, title) => {
    expect(await titles(hub, { text })).toContain(title);
  });

  it.each([
    ['autsim', 'Structured days'],
    ['auitsm', 'Structured days'],
    ['anxeity', 'Calm mornings'],
    ['shcool refusal', 'Gentle return'],
    ['school refsual', 'Gentle return'],
    ['hairdresing', 'Salon days'],
    ['hair and beuaty', 'Salon days'],
  ])('%j, mistyped, finds %s', async (text, title) => {
    const { hits, understood } = await found(hub, { text });
    expect(understood?.concepts.length).toBeGreaterThan(0);
    expect(hits.map(({ offering }) => offering.title)).toContain(title);
  });

  it.each(['heading', 'Heading', 'artistic', 'conference', 'explored', 'residence', 'salmon'])(
    '%j is a word of its own, not a slip',
    async (text) => {
      const { understood } = await found(hub, { text });
      expect(understood).toMatchObject({ concepts: [], words: [text.toLowerCase()] });
    },
  );

  it('in a longer phrase is a slip all the same', async () => {
    const { understood } = await found(hub, { text: 'metal health and heading impairment' });
    expect(understood?.concepts.map(({ said }) => said)).toEqual(['metal health', 'heading impairment']);
  });

  it('of key stages, years, outcomes and referral is understood by the codes of those lists', async () => {
    await make('Upper school', { keyStages: ['KS4'], minYear: 10, maxYear: 11, primaryNeeds: ['HI'] });
    await make('Little ones', { keyStages: ['KS1'], minYear: 1, maxYear: 2, primaryNeeds: ['HI'] });
    await make('Growing', { keyStages: [], outcomes: ['RESILIENCE'], primaryNeeds: ['VI'] });
    const hearing = { needs: { anyOf: ['HI', 'VI'] } };
    expect(await titles(hub, { text: 'key stage 4', filter: hearing })).toEqual(['Upper school']);
    expect(await titles(hub, { text: 'year 10', filter: hearing })).toEqual(['Upper school']);
    expect(await titles(hub, { text: 'secondary', filter: hearing })).toContain('Upper school');
    expect(await titles(hub, { text: 'primary school', filter: hearing })).toEqual(['Little ones']);
    expect(await titles(hub, { text: 'low self esteem', filter: hearing })).toEqual(['Growing']);
  });

  it('of access is understood by what a site offers', async () => {
    const site = await aSite(hub, provider, { accessibility: ['STEP_FREE'] });
    await make('On the ground floor', { siteIds: [site.id], primaryNeeds: ['MSI'] });
    expect(await titles(hub, { text: 'wheelchair' })).toContain('On the ground floor');
  });

  it('decides what is found, and words in addition to it what comes first', async () => {
    await make('Structured talk', { primaryNeeds: ['SLCN'] });
    await make('Other days', { primaryNeeds: ['ASD'] });
    const [first, ...others] = await titles(hub, { text: 'autism structured' });
    expect(first).toBe('Structured days');
    expect(others).toContain('Other days');
    expect(others).not.toContain('Structured talk');
    const { understood } = await found(hub, { text: 'somewhere calm for anxiety' });
    expect(understood).toMatchObject({ words: [], ignoredWords: ['calm'], concepts: [{ said: 'anxiety' }] });
  });

  it('is found although a word of the sentence stands nowhere, and the answer says which was left out', async () => {
    await make('Quiet corner', { primaryNeeds: ['ASD'], description: 'A calm room.' });
    const { hits, understood } = await found(hub, { text: 'calm place for an autistic girl' });
    expect(hits[0]?.offering.title).toBe('Quiet corner');
    expect(understood).toMatchObject({ words: [], ignoredWords: ['calm'] });
  });

  it('is found when its words are nowhere together with it', async () => {
    const { hits, understood } = await found(hub, { text: 'hair and beauty river' });
    expect(hits.map(({ offering }) => offering.title)).toEqual(['Salon days']);
    expect(understood).toMatchObject({ words: [], ignoredWords: ['river'] });
  });

  it('finds nothing where the filter leaves nothing that has to do with it', async () => {
    const { hits, understood } = await found(hub, { text: 'autistic girl', filter: { tier: { anyOf: [] } } });
    expect(hits).toEqual([]);
    expect(understood).toMatchObject({ concepts: [{ said: 'autistic', isRequired: true }] });
  });

  it('of the very title comes first, whatever else means the same', async () => {
    for (const title of ['Horses and confidence', 'Horses', 'Horses in the morning', 'Ponies']) {
      await make(title, { description: 'Horses, horses and horses.' });
    }
    expect((await titles(hub, { text: 'Horses' }))[0]).toBe('Horses');
    expect((await titles(hub, { text: 'ponies' }))[0]).toBe('Ponies');
    expect((await titles(hub, { text: 'horses and confidnece' }))[0]).toBe('Horses and confidence');
  });

  it('and its only primary need comes before one of several', async () => {
    await make('A workshop', { primaryNeeds: ['SEMH', 'DS'] });
    await make('Signing', { primaryNeeds: ['DS'] });
    await make('Zips and looms', { primaryNeeds: ['SEMH'], secondaryNeeds: ['DS'] });
    const [first, ...others] = await titles(hub, { text: 'down syndrome' });
    expect(first).toBe('Signing');
    expect(others.sort()).toEqual(['A workshop', 'Zips and looms']);
  });

  it('with another one puts what stands for both first, and what stands for one after it', async () => {
    await make('Both of them', { primaryNeeds: ['ASD'], circumstances: ['EBSA'] });
    const [first, ...others] = await titles(hub, { text: 'autism and school refusal' });
    expect(first).toBe('Both of them');
    expect(others).toEqual(expect.arrayContaining(['Quiet corner', 'Gentle return']));
  });

  it('of one trade comes first, and others of its kind after it', async () => {
    await make('Walls', { description: 'Bricklaying in a workshop.', primaryNeeds: ['OTH'] });
    await make('Site days', { description: 'Construction of all sorts.', primaryNeeds: ['OTH'] });
    expect(await titles(hub, { text: 'brick laying' })).toEqual(['Walls', 'Site days']);
    expect((await titles(hub, { text: 'construction' })).sort()).toEqual(['Site days', 'Walls']);
    const { hits } = await found(hub, { text: 'brickie' });
    expect(hits.map(({ matchedBecause }) => matchedBecause[0]?.sentence)).toEqual([
      '“brickie”: Bricklaying is taught with other building trades. The offering’s own title or description says so.',
      '“brickie”: Bricklaying is taught with other building trades. This offering is for “Construction”, which often goes with it.',
    ]);
  });

  it('is explained in plain sentences, with what the offering is listed for', async () => {
    const reason = async (text: string, title: string) => {
      const { hits } = await found(hub, { text });
      const hit = hits.find(({ offering }) => offering.title === title);
      return hit?.matchedBecause.find(({ kind }) => kind === 'CONCEPT')?.sentence;
    };
    expect(await reason('kicked out', 'After the exclusion hearing')).toMatch(
      /^“kicked out”: .*This offering is listed for .*[Ee]xclu/,
    );
    expect(await reason('hair and beauty', 'Salon days')).toMatch(
      /^“hair and beauty”: .*own title or description says so\.$/,
    );
    expect(await reason('ADHD', 'Calm mornings')).toMatch(
      /^“adhd”: .*listed for .*mental health.*often go(?:es)? with it\.$/i,
    );
  });

  it('says which needs of the offering it meets', async () => {
    const { hits } = await found(hub, { text: 'autism', filter: { needs: { anyOf: ['ASD', 'SEMH'] } } });
    const hit = hits.find(({ offering }) => offering.title === 'Structured days');
    expect(hit?.matchedNeeds).toEqual([{ code: 'ASD' }]);
  });
});

describe('every phrase of every concept', () => {
  it('is understood as that concept', async () => {
    const { data } = await hub.query<{ concepts: { key: string; phrases: string[] }[] }>(
      '{ concepts { key phrases } }',
    );
    expect(data.concepts.length).toBeGreaterThan(50);
    const read = readerOf(data.concepts.map(({ key, ...concept }) => ({ id: key, ...concept })));
    const wrong: Record<string, unknown> = {};
    for (const { key: id, phrases } of data.concepts) {
      for (const phrase of phrases) {
        const { concepts, words, years } = read(phrase);
        if (years.length > 0) continue; // a phase of school filters by key stages instead
        if (concepts.length !== 1 || concepts[0]?.concept.id !== id || words.length > 0) {
          wrong[phrase] = { id, got: concepts.map(({ concept }) => concept.id), words };
        }
      }
    }
    expect(wrong).toEqual({});
  });

  it('names codes and concepts that exist', async () => {
    const { rows } = await hub.database.pool.query<{ id: string; used: string }>(
      `select id, used from concept, unnest(strong_codes || related_codes) used
        where not exists (select from code where list || ':' || code = used)
          and not exists (select from concept named where 'CONCEPT:' || named.id = used)`,
    );
    expect(rows).toEqual([]);
  });
});
