// Spelt in odd ways on purpose. cspell:ignore Ibiss
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { listed } from '../suggest/ask.js';
import { commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { followed } from '../support/followed.js';
import { type TestHub } from '../support/hub.js';
import { found } from './ask.js';

/** Each row is one name, and the ways in which people write it: each of them finds the name, and the name finds each of them. */
const SAME: readonly (readonly string[])[] = [
  ['Quagga Co-op', 'Quagga Coop', 'quagga co op', 'QUAGGA CO–OP'],
  ['Wombat E-mail Club', 'Wombat Email Club', 'wombat e mail club'],
  ['St Ibis’s Yard', "St. Ibis's Yard", 'Saint Ibiss Yard', 'saint-ibis`s yard'],
  ['Marten & Stoat', 'Marten and Stoat', 'MARTEN＆STOAT'],
  ['R.E.A.L. Okapi', 'REAL Okapi', 'r.e.a.l okapi'],
  ['Otter’s Holt', 'Otters Holt', "otter's  holt"],
  ['Tawny-Owls', 'Tawny Owls', 'TawnyOwls'],
  ['Zoë Gnu Café', 'Zoe Gnu Cafe', 'ZOË GNU CAFE'],
];
let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

describe.each(SAME)('the name %s', (...names) => {
  const stored = names.filter((name) => typeof name === 'string');
  const providers: Provider[] = [];
  beforeAll(async () => {
    for (const name of stored) {
      const provider = await aProvider(hub, { name });
      providers.push(provider);
      const site = await aSite(hub, provider);
      await anOffering(hub, provider, { title: 'Days', siteIds: [site.id] });
    }
    await followed(hub);
  });
  const [first] = stored as [string];
  const sees = (text: string, found: readonly string[]) =>
    expect([...found].sort()).toEqual(text === first ? [...stored].sort() : expect.arrayContaining([first]));

  it.each(stored)('is found by a search for %j', async (text) => {
    const { hits } = await found(hub, { text, first: 50 });
    sees(
      text,
      hits.map(({ provider }) => provider!.name),
    );
  });

  it.each(stored)('is suggested for %j', async (text) => {
    const suggested = await listed(hub, text, { kinds: ['PROVIDER'] });
    sees(
      text,
      suggested.map((name) => name.replace('PROVIDER ', '')),
    );
  });

  it.each(stored)('is in the register by %j', async (text) => {
    const { data } = await graph.ask<{ register: { nodes: { name: string }[] } }>(
      commissioner,
      'query ($text: String) { register(filter: { text: $text, kind: PROVIDER }) { nodes { name } } }',
      { text },
    );
    sees(
      text,
      data.register.nodes.map(({ name }) => name),
    );
  });

  it('is a duplicate of the others', async () => {
    for (const provider of providers) {
      const { data, errors } = await graph.ask<{ duplicateCandidates: { provider: { name: string } }[] }>(
        commissioner,
        'query ($provider: ID!) { duplicateCandidates(provider: $provider) { provider { name } } }',
        { provider: encodeId('prv', provider.id) },
      );
      expect(errors).toBeUndefined();
      sees(provider.name, [provider.name, ...data.duplicateCandidates.map((one) => one.provider.name)]);
    }
  });
});
