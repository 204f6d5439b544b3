import fc from 'fast-check';
import type pg from 'pg';
import { registerStates } from '../../src/features/provider/provider.entity.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;

const state = fc.constantFrom(...registerStates);
const registration = fc.constantFrom('UNREGISTERED', 'NOT_STATED', 'REGISTERED_SCHOOL');
const pick = fc.nat(1_000);
/** An instant within days of the test's now. */
export const instant = fc.integer({ min: -100, max: 100 }).map((hours) => new Date(NOW + hours * HOUR));
const offeringValues = fc.record({
  state,
  years: fc.constantFrom([0, 0], [7, 9], [10, 13], [12, 14]),
  attendance: fc.constantFrom('FULL_TIME', 'PART_TIME', 'EITHER', null),
  hours: fc.constantFrom(5, 9, 14.9, 15, 17.4, 17.5, 17.9, 18, 30, null),
  group: fc.constantFrom(1, 2, 4, 5, 8, null),
  ehc: fc.constantFrom('ACCEPTED', 'REQUIRED', 'NOT_ACCEPTED', null),
  circumstances: fc.constantFrom([], ['LOOKED_AFTER'], ['EBSA']),
  modes: fc.constantFrom(['IN_PERSON'], ['OUTREACH'], ['IN_PERSON', 'OUTREACH'], ['ONLINE']),
});
const vacancyValues = fc.record({
  unit: fc.constantFrom('FTE', 'GROUP_SEAT', 'DAY'),
  places: fc.nat(6),
  confirmed: fc.option(instant, { nil: null }),
  hours: fc.option(fc.integer({ min: 1, max: 90 }), { nil: null }),
});

/** One write, as the hub or someone with plain SQL makes it. Rows are named by their place among those there are. */
export const write = fc.oneof(
  fc.record({
    kind: fc.constant('provider' as const),
    registration,
  }),
  fc.record({ kind: fc.constant('site' as const), of: pick, state }),
  fc.record({ kind: fc.constant('offering' as const), of: pick, values: offeringValues }),
  fc.record({ kind: fc.constant('offerings' as const), values: offeringValues }),
  fc.record({ kind: fc.constant('vacancy' as const), of: pick, values: vacancyValues }),
  fc.record({ kind: fc.constant('change offering' as const), of: pick, values: offeringValues }),
  fc.record({ kind: fc.constant('change vacancy' as const), of: pick, values: vacancyValues }),
  fc.record({ kind: fc.constant('move vacancy' as const), of: pick, to: pick }),
  fc.record({ kind: fc.constant('move offering' as const), of: pick, to: pick }),
  fc.record({ kind: fc.constant('list everything' as const), state }),
  fc.record({ kind: fc.constant('confirm everything' as const), at: instant }),
  fc.record({
    kind: fc.constant('remove' as const),
    table: fc.constantFrom('provider', 'site', 'offering', 'vacancy'),
    of: pick,
  }),
  fc.record({
    kind: fc.constant('change provider' as const),
    of: pick,
    state,
    registration,
    home: fc.constantFrom('926', '935'),
  }),
  fc.record({ kind: fc.constant('nothing' as const) }),
);
export type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

const nth = (table: string, place: string) =>
  `(select id from ${table} order by id offset mod(${place}, greatest(1, (select count(*)::int from ${table}))) limit 1)`;
const offeringColumns = `state = $2, min_year = $3, max_year = $4, attendance = $5, hours_per_week = $6, group_size = $7,
  ehc_plan = $8, circumstances = $9, delivery_modes = $10`;
const ofOffering = (values: Write & object) => {
  const { state, years, attendance, hours, group, ehc, circumstances, modes } = (
    values as { values: OfferingGiven }
  ).values;
  return [state, years[0], years[1], attendance, hours, group, ehc, circumstances, modes];
};
type OfferingGiven = typeof offeringValues extends fc.Arbitrary<infer T> ? T : never;

/** Makes a write. One whose row is not there does nothing. */
export async function perform(pool: pg.Pool, one: Write): Promise<void> {
  const run = async (text: string, values: unknown[]): Promise<void> => {
    await pool.query(text, values);
  };
  const insertOfferings = (
    from: string,
  ) => `insert into offering (id, provider_id, title, tier, primary_needs,
    state, min_year, max_year, attendance, hours_per_week, group_size, ehc_plan, circumstances, delivery_modes)
    select gen_random_uuid(), p.id, 'Invented', 'TIER_2', '{SEMH}', $2, $3, $4, $5, $6, $7, $8, $9, $10 from ${from} p
     where $1::int is not null`;
  switch (one.kind) {
    case 'provider':
      return run(
        `insert into provider (id, name, setting_type, registration, local_authority_code, urn, state)
         select gen_random_uuid(), 'Invented', 'OTH', $1, '926', (select coalesce(max(urn::int), 100000) + 1 from provider)::text, 'LISTED'`,
        [one.registration],
      );
    case 'change provider':
      return run(
        `update provider set state = $2, registration = $3, local_authority_code = $4 where id = ${nth('provider', '$1::int')}`,
        [one.of, one.state, one.registration, one.home],
      );
    case 'site':
      return run(
        `insert into site (id, provider_id, name, postcode, address_visibility, state)
         select gen_random_uuid(), id, 'Invented', 'NR21 9AA', 'FULL', $2 from provider where id = ${nth('provider', '$1::int')}`,
        [one.of, one.state],
      );
    case 'offering':
      return run(
        insertOfferings(`(select ${nth('provider', '$1::int')} as id)`).replace(
          'where',
          'where p.id is not null and',
        ),
        [one.of, ...ofOffering(one)],
      );
    case 'offerings':
      return run(insertOfferings('provider'), [0, ...ofOffering(one)]);
    case 'change offering':
      return run(
        `update offering set ${offeringColumns} where id = ${nth('offering', '$1::int')}
           and not exists (select from vacancy v where v.offering_id = offering.id and (v.min_year < $3 or v.max_year > $4))`,
        [one.of, ...ofOffering(one)],
      );
    case 'vacancy':
    case 'change vacancy': {
      const { unit, places, confirmed, hours } = one.values;
      const expires = confirmed && hours !== null ? new Date(confirmed.getTime() + hours * HOUR) : null;
      // Every other confirmation does not age before it expires.
      const ages = expires !== null && confirmed !== null && places % 2 === 0;
      const ageing = ages
        ? new Date(confirmed.getTime() + (expires.getTime() - confirmed.getTime()) / 3)
        : null;
      const values = [one.of, unit, places, confirmed, ageing, expires];
      if (one.kind === 'change vacancy') {
        return run(
          `update vacancy set unit = $2, places_available = $3, confirmed_at = $4, ageing_at = $5, expires_at = $6 where id = ${nth('vacancy', '$1::int')}`,
          values,
        );
      }
      return run(
        `insert into vacancy (id, offering_id, state, unit, places_available, available_from, min_year, max_year, confirmed_at, ageing_at, expires_at)
         select gen_random_uuid(), id, 'CAPACITY', $2, $3, '2026-12-01', min_year, max_year, $4, $5, $6
           from offering where id = ${nth('offering', '$1::int')}`,
        values,
      );
    }
    case 'move vacancy':
      return run(
        `update vacancy v set offering_id = o.id, min_year = o.min_year, max_year = o.max_year
           from offering o where v.id = ${nth('vacancy', '$1::int')} and o.id = ${nth('offering', '$2::int')}`,
        [one.of, one.to],
      );
    case 'move offering':
      return run(
        `update offering set provider_id = ${nth('provider', '$2::int')} where id = ${nth('offering', '$1::int')}`,
        [one.of, one.to],
      );
    case 'list everything':
      return run(`with s as (update site set state = $1) update offering set state = $1`, [one.state]);
    case 'confirm everything':
      return run(
        `update vacancy set confirmed_at = $1::timestamptz, ageing_at = $1::timestamptz + interval '9 hours', expires_at = $1::timestamptz + interval '28 hours'`,
        [one.at],
      );
    case 'remove':
      return run(`delete from ${one.table} where id = ${nth(one.table, '$1::int')}`, [one.of]);
    case 'nothing':
      return run(`update offering set title = 'Renamed' where false`, []);
  }
}
