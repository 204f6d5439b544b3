import { haversineMetres, type LatLng } from '../../src/platform/geo.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { attacks, type Target } from './place-attacks.js';

let hub: TestHub;
let target: Target;
const truth = { lat: 52.8573, lng: 0.8412 };
beforeAll(async () => {
  hub = await startTestHub();
  const at = (p: LatLng) => ({ latitude: p.lat, longitude: p.lng });
  const place = async (title: string, p: LatLng, year: number) => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider, { ...at(p), positionPrecision: 'POINT' });
    const offering = await anOffering(hub, provider, {
      title,
      siteIds: [site.id],
      minYear: year,
      maxYear: year,
    });
    return { provider: encodeId('prv', provider.id), offering: encodeId('off', offering.id), year };
  };
  const mark = { lat: 52.7, lng: 1.2 };
  const landmark = await place('Landmark', mark, 1);
  target = {
    ...(await place('Target', truth, 2)),
    somewhereNear: { lat: 52.83, lng: 0.85 },
    landmark: { provider: landmark.provider, title: 'Landmark', at: mark },
  };
});
afterAll(() => hub.stop());

it.each(Object.keys(attacks))('%s', async (name) => {
  const found = await attacks[name]!(hub.query, target);
  expect(haversineMetres(found.lat, found.lng, truth.lat, truth.lng)).toBeGreaterThan(300);
});
