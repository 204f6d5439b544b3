import type pg from 'pg';
import { isChosen } from '../../../platform/choice.js';
import { GroupCounter, KeptFigures } from '../../../platform/database/kept-figures.js';
import type { Actor } from '../../identity/actor.js';
import { kindTables } from './kind-tables.repository.js';
import type { RegisterCriteria } from './register-conditions.repository.js';

/** The values that entries are counted by. */
type Fact = [
  kind: string,
  state: string,
  localAuthority: string,
  settingType: string,
  registration: string,
  isDemonstration: string,
  tier: string | null,
];

/** The conditions that the kept figures can count. With any other condition, entries are counted one by one. */
const known: ReadonlySet<string> = new Set<keyof RegisterCriteria>([
  'kinds',
  'states',
  'localAuthority',
  'settingType',
  'registration',
  'isDemonstration',
  'tier',
  'added',
  'on',
]);

/** Counts entries in all states from kept figures, if these are enough for the conditions. */
export function registerFigures(pool: pg.Pool) {
  const counter = new GroupCounter<Fact>();
  const selects = (condition: string) =>
    kindTables
      .map(
        ({ kind, from, entry }) => `
      select p.id as owner, array['${kind}', ${entry}.state, p.local_authority_code, p.setting_type, p.registration,
        ${entry}.is_demonstration::text, ${kind === 'OFFERING' ? `${entry}.tier` : 'null'}] as fact
      from ${from} where ${condition}`,
      )
      .join(' union all ');
  const figures = new KeptFigures<Fact, ReturnType<typeof counter.put>>(
    pool,
    {
      name: 'register',
      madeFrom: ['provider', 'site', 'offering'],
      touchedBy: ({ table, id, parentId }) =>
        table === 'provider'
          ? [id]
          : (table === 'site' || table === 'offering') && parentId
            ? [parentId]
            : [],
      facts: selects,
      named: 'p.id = any($1)',
    },
    counter,
  );

  return {
    /** Returns how many entries within the actor's reach meet the conditions. Returns null if the figures cannot tell. */
    async count(actor: Actor, criteria: RegisterCriteria): Promise<number | null> {
      const [council, own] = [actor.within('register.read'), actor.within('entry.read')];
      const isEverywhere = council === 'all' || own === 'all';
      if (!isEverywhere && own.providers.length > 0) return null;
      if (Object.keys(criteria).some((name) => !known.has(name)) || (criteria.added?.length ?? 0) > 0)
        return null;
      await figures.catchUp();
      const { kinds, states, isDemonstration } = criteria;
      const codes = isEverywhere ? null : council.localAuthorities;
      return counter.count(
        ([kind, state, at, settingType, registration, isInvented, tier]) =>
          (codes?.includes(at) ?? true) &&
          (kinds?.some((one) => one === kind) ?? true) &&
          (states?.some((one) => one === state) ?? true) &&
          isChosen(criteria.localAuthority, at) &&
          isChosen(criteria.settingType, settingType) &&
          isChosen(criteria.registration, registration) &&
          (isDemonstration === undefined || isInvented === String(isDemonstration)) &&
          (criteria.tier === undefined || (tier !== null && isChosen(criteria.tier, tier))),
      );
    },
  };
}
