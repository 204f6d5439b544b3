import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createHub } from '../../src/app.js';
import { anonymous } from '../../src/features/identity/actor.js';
import { searchFeature } from '../../src/features/search/search.feature.js';
import { searchInput } from '../../src/features/search/search.rules.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { ownPostgres } from '../support/own-postgres.js';
import { TEST_NOW, TestClock } from '../support/test-clock.js';
import { percentile } from './load.js';
import type { Findings, Trial } from './trial.js';

/** As many as a council's confirmations of one day, and more. */
const MANY = 21_899;
const MINUTE = 60_000;
/** A turn of the event loop may take no longer when all of them end: a third of what it once took. */
const LONGEST_TURN_MS = 500;

const PROVIDER = '0190b3c2-0000-7000-8000-000000000001';

/** Before any hub is running, so no reader needs each row. */
const FILL = `
  set session_replication_role = replica;
  with listed as (
    insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
    values ('${PROVIDER}', 'Trial provider', 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED') returning id),
  offered as (
    insert into offering (id, provider_id, title, tier, primary_needs, min_year, max_year, delivery_modes, state)
    select gen_random_uuid(), id, 'Offering ' || n, 'TIER_2', '{SEMH}', 7, 9, '{IN_PERSON}', 'LISTED'
      from listed, generate_series(1, ${MANY}) n returning id)
  insert into vacancy (id, offering_id, state, places_available, unit, available_from, min_year, max_year, confirmed_at, expires_at)
  select gen_random_uuid(), id, 'CAPACITY', 2, 'FTE', '2026-12-01', 7, 9,
         '${new Date(TEST_NOW).toISOString()}', '${new Date(TEST_NOW + MINUTE).toISOString()}' from offered`;

/** Confirmations of thousands that end at one instant, while people search. */
export const expiryTrial: Trial = {
  name: 'expiry',
  about: `Lets the confirmations of ${MANY} vacancies end at once: no search finds one as open, and none holds up others for long.`,
  rounds: 3,
  async run({ rounds, say }): Promise<Findings> {
    const faults: string[] = [];
    const [first, turns, before]: [number[], number[], number[]] = [[], [], []];
    const postgres = await ownPostgres();
    try {
      await postgres.query(FILL);
      for (let round = 1; round <= rounds; round++) {
        const clock = new TestClock(TEST_NOW);
        const hub = await createHub({ url: postgres.url, clock, log: { info() {}, warn() {}, error() {} } });
        try {
          const input = searchInput.parse({
            filter: {
              vacancy: { availableBy: '2027-12-01' },
              provider: { anyOf: [encodeId('prv', PROVIDER)] },
            },
            first: 1,
          });
          const open = async () => (await hub.of(searchFeature).search.search(anonymous, input)).totalCount;
          for (let i = 0; i < 20; i++) {
            const began = performance.now();
            const found = await open();
            if (i >= 10) before.push(performance.now() - began);
            if (found !== MANY) faults.push(`Round ${round}: ${found} were open before the end.`);
          }
          const loop = monitorEventLoopDelay({ resolution: 1 });
          loop.enable();
          await new Promise((resolve) => setTimeout(resolve, 20));
          loop.reset();
          clock.pass(2 * MINUTE);
          const began = performance.now();
          const asked = [open()];
          for (let i = 0; i < 7; i++) {
            await new Promise((resolve) => setImmediate(resolve));
            asked.push(open());
          }
          for (const found of await Promise.all(asked)) {
            if (found !== 0) faults.push(`Round ${round}: a search found ${found} that had ended.`);
          }
          first.push(performance.now() - began);
          await new Promise((resolve) => setTimeout(resolve, 5));
          loop.disable();
          turns.push(loop.max / 1e6);
          say(
            `round ${round}: eight searches took ${Math.round(first.at(-1)!)} ms, the longest turn ${Math.round(turns.at(-1)!)} ms`,
          );
        } finally {
          await hub.close();
        }
      }
    } finally {
      await postgres.remove();
    }
    const longest = Math.max(...turns);
    const tooLate =
      longest > LONGEST_TURN_MS ? [`A turn of the event loop took ${Math.round(longest)} ms.`] : [];
    return {
      figures: {
        'vacancies that ended at once': MANY,
        'a search before, median ms': percentile(before, 0.5),
        'eight searches when they end, longest ms': percentile(first, 1),
        'longest turn of the event loop then, ms': percentile(turns, 1),
      },
      faults,
      tooLate,
    };
  },
};
