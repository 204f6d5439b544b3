import { createHub, type Hub } from '../../src/app.js';
import { holdFeature } from '../../src/features/hold/hold.feature.js';
import { Actor } from '../../src/features/identity/actor.js';
import { UserProblem } from '../../src/platform/errors.js';
import { ownPostgres } from '../support/own-postgres.js';
import { percentile } from './load.js';
import type { Findings, Trial } from './trial.js';

const WANTED = 200;
const PLACES = 10;
const DAY = 86_400_000;
/** How many vacancies the second part holds places of, one each. */
const SPREAD = 400;
const PROVIDER = '0190b3c2-0000-7000-8000-000000000018';
const SCHOOLS = Array.from({ length: WANTED }, (_, n) => String(900_001 + n));

const FILL = `
  insert into school (urn, name, status_code, type_code)
  select (900000 + n)::text, 'Invented School ' || n, '1', '01' from generate_series(1, ${WANTED}) n;
  update hold_rule set most_live = 100, version = version + 1;
  insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
  values ('${PROVIDER}', 'Trial provider', 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED')`;

/** A provider for each vacancy of the second part, because holds at one provider take turns. */
const SPREAD_OUT = `
  with made as (
    insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
    select gen_random_uuid(), 'Provider ' || n, 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED'
      from generate_series(1, ${SPREAD}) n returning id),
  offered as (
    insert into offering (id, provider_id, title, tier, primary_needs, min_year, max_year, delivery_modes, state)
    select gen_random_uuid(), id, 'Offering', 'TIER_2', '{SEMH}', 7, 9, '{IN_PERSON}', 'LISTED' from made returning id)
  insert into vacancy (id, offering_id, state, places_available, unit, available_from, min_year, max_year, confirmed_at)
  select gen_random_uuid(), id, 'CAPACITY', 1, 'FTE', '2026-12-01', 7, 9, now() from offered returning id`;

const vacancyOf = (round: number) => `
  with offered as (
    insert into offering (id, provider_id, title, tier, primary_needs, min_year, max_year, delivery_modes, state)
    values (gen_random_uuid(), '${PROVIDER}', 'Round ${round}', 'TIER_2', '{SEMH}', 7, 9, '{IN_PERSON}', 'LISTED') returning id)
  insert into vacancy (id, offering_id, state, places_available, unit, available_from, min_year, max_year, confirmed_at)
  select gen_random_uuid(), id, 'CAPACITY', ${PLACES}, 'FTE', '2026-12-01', 7, 9, now() from offered returning id`;

/** Two hubs, and far more schools than places. */
export const holdsTrial: Trial = {
  name: 'holds',
  about: `Lets ${WANTED} schools hold ${PLACES} places at the same time on two hubs: exactly ${PLACES} get one, and none is held twice.`,
  rounds: 100,
  async run({ rounds, say }): Promise<Findings> {
    const faults: string[] = [];
    const taken: number[] = [];
    const spread: number[] = [];
    const postgres = await ownPostgres();
    const log = { info() {}, warn() {}, error() {} };
    const hubs: Hub[] = [];
    let perSecond = 0;
    try {
      for (let n = 0; n < 2; n++) hubs.push(await createHub({ url: postgres.url, log }));
      await postgres.query(FILL);
      for (let round = 1; round <= rounds; round++) {
        const id = (await postgres.query(vacancyOf(round))).rows[0].id as string;
        const outcomes = await Promise.all(
          SCHOOLS.map((school, n) => tried(hubs[n % 2]!, school, id, taken)),
        );
        const { rows } = await postgres.query(
          `select coalesce(sum(places), 0)::int as places from vacancy_hold where vacancy_id = '${id}'`,
        );
        const made = outcomes.filter((one) => one === 'made').length;
        const odd = outcomes.filter((one) => one !== 'made' && one !== 'NOT_ENOUGH');
        if (made !== PLACES || rows[0].places !== PLACES || odd.length > 0) {
          faults.push(
            `Round ${round}: ${made} were made, ${rows[0].places} places are held; ${odd.join(', ')}.`,
          );
        }
        if (round % 10 === 0) say(`round ${round}`);
      }
      const ids = (await postgres.query(SPREAD_OUT)).rows.map(({ id }) => id as string);
      const began = performance.now();
      const lanes = Array.from({ length: 8 }, async (_, lane) => {
        for (let n = lane; n < ids.length; n += 8) {
          const outcome = await tried(hubs[n % 2]!, SCHOOLS[n % WANTED]!, ids[n]!, spread);
          if (outcome !== 'made') faults.push(`A place that no one else wanted was not held: ${outcome}.`);
        }
      });
      await Promise.all(lanes);
      perSecond = Math.round((1_000 * ids.length) / (performance.now() - began));
    } finally {
      for (const hub of hubs) await hub.close();
      await postgres.remove();
    }
    return {
      figures: {
        rounds,
        'holds wanted at the same time': WANTED,
        'p99 of these, ms': percentile(taken, 0.99),
        'holds a second, eight at a time over many vacancies': perSecond,
        'p99 of these holds, ms': percentile(spread, 0.99),
      },
      faults,
    };
  },
};

async function tried(hub: Hub, school: string, vacancy: string, taken: number[]): Promise<string> {
  const reach = {
    everywhere: false,
    localAuthorities: new Set<string>(),
    providers: new Set<string>(),
    schools: new Set([school]),
  };
  const actor = new Actor(`school ${school}`, ['school'], reach);
  const began = performance.now();
  try {
    const until = new Date(Date.now() + DAY);
    await hub.of(holdFeature).keeper.place(actor, { vacancy, school, places: 1, until, reference: null });
    return 'made';
  } catch (error) {
    return error instanceof UserProblem ? error.problems.map(({ code }) => code).join() : String(error);
  } finally {
    taken.push(performance.now() - began);
  }
}
