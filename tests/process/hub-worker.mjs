// node hub-worker.mjs <database url>, with an IPC channel: a hub in its own process. A message asks it to create or rename an
// offering, or to look for what has expired, and it replies when the service is done. For a text, it replies with the titles that
// its search finds.
import { createHub } from '../../dist/src/app.js';
import { anonymous } from '../../dist/src/features/identity/actor.js';
import { qualityFeature } from '../../dist/src/features/quality/quality.feature.js';
import { searchFeature } from '../../dist/src/features/search/search.feature.js';
import { enteringServicesOf } from '../../dist/tests/support/entering.js';

const [url] = process.argv.slice(2);
const hub = await createHub({ url, log: { warn: () => {}, error: () => {} } });
const { providers, offerings } = enteringServicesOf(hub);

const provider = {
  settingType: 'OTH',
  registration: 'UNREGISTERED',
  localAuthorityCode: '926',
  postcode: 'NR21 9AA',
  state: 'LISTED',
};
const offering = {
  tier: 'TIER_2',
  primaryNeeds: ['SEMH'],
  keyStages: ['KS3'],
  minYear: 7,
  maxYear: 9,
  deliveryModes: ['IN_PERSON'],
  state: 'LISTED',
};

const tasks = {
  async create({ title }) {
    const { id } = await providers.create({ ...provider, name: title });
    return offerings.create({ ...offering, providerId: id, title });
  },
  rename: ({ id, version, title }) => offerings.update(id, version, { title }),
  expire: () => hub.of(qualityFeature).evidence.expire(),
  async search({ text }) {
    const { hits } = await hub.of(searchFeature).search.search(anonymous, { text, first: 10 });
    return hits.map(({ offering }) => offering.title);
  },
};

process.on('message', async ({ serial, task, values }) => {
  try {
    process.send({ serial, result: await tasks[task](values) });
  } catch (error) {
    process.send({ serial, error: error.message });
  }
});
process.on('disconnect', () => hub.close());
process.send({ ready: true });
