// A hub in a process of its own that fifty writers use at once, until it is killed. After every write that was
// acknowledged to a writer it prints "<id> <version>", and nothing else on standard output.
import { writeSync } from 'node:fs';
import { createHub } from '../../../dist/src/app.js';
import { startEmbeddedPostgres } from '../../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../../dist/src/start/database.js';
import { enteringServicesOf } from '../../../dist/tests/support/entering.js';

const WRITERS = 50;
const [dataDir = '', run = ''] = process.argv.slice(2);
const postgres = await startEmbeddedPostgres({ dataDir, database: 'hub' });
await prepareDatabase(postgres.url);
const log = { warn: () => {}, error: () => {} };
const hub = await createHub({ url: postgres.url, log });
const { providers } = enteringServicesOf(hub);

/** Written at once, not when the event loop comes round to it: what was acknowledged must be known. */
function acknowledged({ id, version }) {
  writeSync(1, `${id} ${version}\n`);
}

async function write(writer) {
  for (let serial = 1; ; serial++) {
    const record = await providers.create({
      name: `Run ${run} writer ${writer} record ${serial}`,
      settingType: 'OTH',
      registration: 'UNREGISTERED',
      localAuthorityCode: '926',
      postcode: 'NR21 9AA',
      state: 'LISTED',
    });
    acknowledged(record);
    acknowledged(await providers.update(record.id, 1, { description: `Changed by ${writer}` }));
  }
}
await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
