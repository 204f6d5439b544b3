import { Atlas } from '../../src/features/place/atlas.js';
import { PlaceRepository } from '../../src/features/place/place.repository.js';
import { ConceptTable } from '../../src/features/search/concepts.js';
import { DocumentMaker, searchSchema } from '../../src/features/search/documents.js';
import { searchRepository } from '../../src/features/search/search.repository.js';
import { SearchIndex } from '../../src/features/search/search-index.js';
import { poolOf } from '../../src/platform/database/data-source.js';
import { ScriptedEngine } from '../platform/search/failover/scripted-engine.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { aChange } from '../support/changes.js';
import { startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

/** A second index over the hub's register, on an engine that fails when told to. */
async function startIndex() {
  const pool = poolOf(hub.source);
  const atlas = new Atlas(new PlaceRepository(hub.source, pool));
  await atlas.reset();
  const engine = new ScriptedEngine('second', searchSchema);
  const maker = new DocumentMaker(atlas, new ConceptTable([]));
  const repository = searchRepository(hub.source, pool, hub.clock);
  const index = new SearchIndex({ engine, repository, maker, clock: hub.clock, log: { error() {} } });
  await index.reset(0);
  return { engine, index };
}

describe('a write of the index that fails', () => {
  it.each(['apply', 'rebuild'] as const)(
    'in %s loses nothing when it is tried again: what has to go, goes',
    async (way) => {
      const provider = await aProvider(hub);
      const site = await aSite(hub, provider);
      const offering = await anOffering(hub, provider, { siteIds: [site.id] });
      const { engine, index } = await startIndex();
      const before = engine.status().documents;
      await hub.offerings.update(offering.id, 1, { state: 'WITHDRAWN' });
      const changes = [aChange({ number: 1, table: 'offering', id: offering.id })];
      engine.writeFault = 'unavailable';
      const failing = way === 'apply' ? index.apply(changes) : index.reset(1);
      await expect(failing).rejects.toThrow('As the script says.');
      expect(engine.status().documents).toBe(before);
      engine.writeFault = null;
      await index.apply(changes);
      expect(engine.status()).toMatchObject({ documents: before - 1, appliedChange: 1 });
    },
  );
});

describe('the order of place', () => {
  it('has every listed offering once: in bands from south to north, from west to east in each, what is nowhere last', async () => {
    const provider = await aProvider(hub);
    const at = (latitude: number, longitude: number) => aSite(hub, provider, { latitude, longitude });
    const [east, west, south] = [await at(52.65, 1.4), await at(52.61, 1.1), await at(52.3, 1.7)];
    const offered = async (...sites: { id: string }[]) =>
      (await anOffering(hub, provider, { siteIds: sites.map(({ id }) => id) })).id;
    const inOrder = [await offered(south), await offered(west), await offered(east)];
    const nowhere = await anOffering(hub, provider, { siteIds: [], deliveryModes: ['ONLINE'] });
    const withdrawn = await offered(south);
    await hub.offerings.update(withdrawn, 1, { state: 'WITHDRAWN' });
    const repository = searchRepository(hub.source, poolOf(hub.source), hub.clock);
    const idsOf = async (batches: AsyncIterable<readonly { offering: { id: string } }[]>) => {
      const ids: string[] = [];
      for await (const batch of batches) ids.push(...batch.map(({ offering }) => offering.id));
      return ids;
    };
    const byPlace = await idsOf(repository.byPlace());
    expect([...byPlace].sort()).toEqual(await idsOf(repository.all()));
    expect(byPlace.filter((id) => inOrder.includes(id))).toEqual(inOrder);
    expect(byPlace.indexOf(nowhere.id)).toBeGreaterThan(byPlace.indexOf(inOrder[2]!));
    const both = await offered(south, east);
    expect((await idsOf(repository.byPlace())).filter((id) => id === both)).toHaveLength(1);
  });
});
