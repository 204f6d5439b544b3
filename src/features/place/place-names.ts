import { UserProblem } from '../../platform/errors.js';
import { spelling } from '../../platform/text.js';
import type { Atlas } from './atlas.js';
import type { GazetteerEntry, GazetteerKind, GazetteerMatch } from './gazetteer.entry.js';

/** How many places of one name are looked at. */
export const MOST_NAMESAKES = 200;
const MOST_LISTED = 8;
const MOST_OFFERED = 5;
const LONGEST_SHOWN = 60;

const called: Readonly<Partial<Record<GazetteerKind, string>>> = {
  LOCAL_AUTHORITY: 'a local authority',
  DISTRICT: 'a district',
  PLANNING_AREA: 'a planning area',
  SCHOOL: 'a school',
};

/**
 * The one place that a name means. A settlement is taken before an area, a school or a postcode.
 * @param matches what the gazetteer finds for the name.
 * @throws UserProblem if the name is not known, if it is that of an area, or if several places have it.
 */
export function oneNamed(
  name: string,
  matches: readonly GazetteerMatch[],
  field: string[],
  atlas: Pick<Atlas, 'districts'>,
): GazetteerMatch {
  const exact = matches.filter(({ isExact }) => isExact);
  const [first] = exact;
  if (!first) throw UserProblem.of(field, 'NOT_FOUND', unknown(name, matches));
  const same = exact.filter(({ entry }) => entry.kind === first.entry.kind);
  const spelt = same.filter(({ entry }) => spelling(entry.name) === spelling(name));
  const [found, ...others] = spelt.length > 0 ? spelt : same;
  if (others.length > 0) {
    const entries = [found!, ...others].map(({ entry }) => entry);
    throw UserProblem.of(field, 'AMBIGUOUS', ambiguous(name, entries, atlas));
  }
  const area = areaProblem(found!.entry);
  if (area) throw UserProblem.of(field, 'NOT_FOUND', area);
  return found!;
}

function unknown(name: string, matches: readonly GazetteerMatch[]): string {
  const names = new Set<string>();
  for (const { entry } of matches) {
    const what = called[entry.kind];
    if (!what) names.add(entry.reference.name ?? entry.name);
    // The town is meant, not its district of the same name.
    else if (!names.has(entry.name)) names.add(`${entry.name} (${what})`);
  }
  const similar = [...names].slice(0, MOST_OFFERED);
  const hint = similar.length > 0 ? ` Did you mean ${similar.join(', ')}?` : ' Try a postcode.';
  return `No known place is called "${name.slice(0, LONGEST_SHOWN)}".${hint}`;
}

function ambiguous(
  name: string,
  entries: readonly GazetteerEntry[],
  atlas: Pick<Atlas, 'districts'>,
): string {
  const where = ({ districtCode }: GazetteerEntry) =>
    atlas.districts.get(districtCode ?? '')?.name ?? 'an unknown district';
  const [first] = entries;
  const example = entries.find(({ reference }) => reference.name !== undefined)?.reference.name;
  const advice =
    example === undefined
      ? 'Give a postcode instead.'
      : `Say which, such as "${example}", or give a postcode.`;
  if (entries.every((entry) => entry.name === first!.name)) {
    const places = listed(entries.map((entry) => `in ${where(entry)}`));
    const what = first!.kind === 'SCHOOL' ? 'schools' : 'places';
    return `There are ${entries.length} ${what} called "${first!.name}": ${places}. ${advice}`;
  }
  const places = listed(entries.map((entry) => `${entry.name} (${where(entry)})`));
  return `"${name.slice(0, LONGEST_SHOWN)}" can mean ${entries.length} places: ${places}. ${advice}`;
}

function listed(places: readonly string[]): string {
  const rest = places.length - MOST_LISTED;
  const shown = places.slice(0, MOST_LISTED).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** What to do with an area, which has no position to search from. Null for everything else. */
function areaProblem({ kind, name, reference }: GazetteerEntry): string | null {
  const { localAuthority, district, planningArea } = reference;
  const use = localAuthority
    ? `filter: { localAuthority: { anyOf: ["${localAuthority}"] } }`
    : district
      ? `near: { place: { district: "${district}" } }`
      : planningArea && `near: { place: { planningArea: "${planningArea}" } }`;
  return use
    ? `${name} is ${called[kind]}, not a place to measure distances from. Search in it with ${use}.`
    : null;
}
