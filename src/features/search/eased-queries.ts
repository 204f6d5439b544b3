import type { Condition, SearchQuery } from '../../platform/search/port.js';
import type { Where } from './where.js';

/** A query without one of its conditions. */
export interface EasedQuery {
  /** Fields of the filter; or `within`: the distance, or `near`: the area. */
  readonly dropped: readonly string[];
  /** What is left out, in words: "the year". */
  readonly words: readonly string[];
  readonly query: SearchQuery;
}

/** The farthest that any place on Earth is from another. */
const EVERYWHERE_METRES = 20_037_508;
const OPENING = 'vacancy';
const YEARS = ['yearGroup', 'age', 'keyStages'];

/** What conditions are called in a sentence. The first are tried first, since these are what is most often given up. */
const WORDS: Readonly<Record<string, string>> = {
  yearGroup: 'the year',
  age: 'the age',
  keyStages: 'the key stage',
  [OPENING]: 'the open place',
  within: 'the distance',
  near: 'the area',
  needs: 'the need',
  primaryNeeds: 'the main need',
  tier: 'the tier',
  circumstances: 'the circumstance',
  days: 'the day of the week',
  dailyPricePence: 'the price',
  deliveryModes: 'the way of delivery',
  settingType: 'the setting',
  referralRoutes: 'the referral route',
  ehcPlan: 'the rule on EHC plans',
  beforeExclusion: 'the start before an exclusion',
  commissioners: 'the commissioner',
  accreditations: 'the qualification',
  outcomes: 'the outcome',
  concepts: 'the concept',
  planningArea: 'the planning area',
  district: 'the district',
  localAuthority: 'the local authority',
  provider: 'the provider',
};
const FIRST = Object.keys(WORDS);

/** The query without each of its conditions in turn. School years belong together, however they were given. */
export function easedQueries(query: SearchQuery, where: Where): EasedQuery[] {
  const present = query.conditions
    .filter((condition) => !isOfText(condition, query))
    .map(fieldOf)
    .filter((field, at, all) => all.indexOf(field) === at);
  const years = YEARS.filter((field) => present.includes(field));
  const groups = [years, ...present.filter((field) => !years.includes(field)).map((field) => [field])];
  const eased = groups
    .filter((dropped) => dropped.length > 0)
    .map((dropped) => ({ dropped, query: { ...query, conditions: without(query, dropped) } }));
  const place = withoutPlace(query, where);
  return [...eased, ...(place ? [place] : [])]
    .sort((a, b) => rankOf(a.dropped[0]) - rankOf(b.dropped[0]))
    .map(({ dropped, query }) => ({ dropped, query, words: dropped.map(wordsFor) }));
}

function without(query: SearchQuery, dropped: readonly string[]): Condition[] {
  const left = query.conditions.filter(
    (condition) => isOfText(condition, query) || !dropped.includes(fieldOf(condition)),
  );
  if (!dropped.some((field) => YEARS.includes(field))) return left;
  return left.map((condition) => {
    if (condition.kind !== 'opening') return condition;
    const { groups: _, ...forAnyYear } = condition;
    return forAnyYear;
  });
}

/** Without the farthest distance, or without the area. Null if there is neither. */
function withoutPlace(query: SearchQuery, { radiusMetres }: Where) {
  const { scope, ...anywhere } = query;
  if (!scope) return null;
  if (scope.kind !== 'radius') return { dropped: ['near'], query: anywhere };
  if (radiusMetres === null) return null;
  return { dropped: ['within'], query: { ...query, scope: { ...scope, metres: EVERYWHERE_METRES } } };
}

function fieldOf(condition: Condition): string {
  return condition.kind === 'opening' ? OPENING : condition.field;
}

/** Whether a condition says that results must mean a concept of the text. */
function isOfText(condition: Condition, { concepts, preferred = [] }: SearchQuery): boolean {
  return (
    condition.kind === 'anyOf' &&
    condition.field === 'concepts' &&
    condition.values.every((id) => concepts.includes(id) || preferred.includes(id))
  );
}

const rankOf = (field = '') => (FIRST.includes(field) ? FIRST.indexOf(field) : FIRST.length);
const wordsFor = (field: string) => WORDS[field] ?? `the condition “${field}”`;
