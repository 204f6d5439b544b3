import { type Problem, UserProblem } from '../../../platform/errors.js';
import { decodeId, encodeId } from '../../../platform/graphql/global-id.js';
import { shownArea, storedArea } from '../../place/area-served.graph.js';
import { Site } from '../../provider/site.entity.js';
import { SiteView, vicinityOf } from '../../provider/site-view.js';
import { noSuch } from './entry-access.js';
import type { Entry, EntryKindName, Values } from './entry-kinds.js';

/** The prefixes of the global ids of entries. */
export const entryPrefixes: Readonly<Record<EntryKindName, string>> = {
  PROVIDER: 'prv',
  SITE: 'sit',
  OFFERING: 'off',
};

/** Fields that have another name in the program than in the graph. Fields with ids have the prefix of their global ids. */
const references = [
  { graph: 'localAuthority', prefix: null, program: 'localAuthorityCode' },
  { graph: 'provider', prefix: 'prv', program: 'providerId' },
  { graph: 'offering', prefix: 'off', program: 'offeringId' },
  { graph: 'site', prefix: 'sit', program: 'siteId' },
  { graph: 'sites', prefix: 'sit', program: 'siteIds' },
] as const;

/** The field that names areas of several kinds. */
const AREAS = 'areasServed';

/** An id that no record has. It takes the place of ids that are not valid. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Turns an input of the graph into the values that services take: global ids become ids of records. */
export function toValues(input: object): Values {
  const values: Record<string, unknown> = { ...input };
  for (const { graph, prefix, program } of references) {
    if (!(graph in values)) continue;
    const given = values[graph];
    delete values[graph];
    const decode = (id: unknown) => (prefix === null ? id : (decodeId(prefix, String(id)) ?? NOBODY));
    values[program] = Array.isArray(given) ? given.map(decode) : given == null ? given : decode(given);
  }
  if (Array.isArray(values[AREAS])) values[AREAS] = values[AREAS].map(storedArea);
  return values;
}

/** Does the work, and names fields in its problems as the graph does. @throws what the work throws. */
export async function inGraphTerms<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof UserProblem ? new UserProblem(renamed(error.problems)) : error;
  }
}

const PROGRAM_FIELDS = /\b(?:(?:provider|offering|site)Ids?|localAuthorityCode)\b/g;

/** Returns problems with fields named as in the graph, in messages too. */
export function renamed(problems: readonly Problem[]): Problem[] {
  return problems.map(({ field, code, message }) => ({
    field: field?.map(graphFieldOf) ?? null,
    code,
    message: message.replace(PROGRAM_FIELDS, graphFieldOf),
  }));
}

/** Returns the name of a field in the inputs of the graph. */
export function graphFieldOf(field: string): string {
  return references.find(({ program }) => program === field)?.graph ?? field;
}

/** Returns the name of a field in the program. */
export function programFieldOf(field: string): string {
  return references.find(({ graph }) => graph === field)?.program ?? field;
}

/** Returns the value of a field with global ids instead of ids of records. */
export function inGraphIds(field: string, value: unknown): unknown {
  if (field === AREAS && Array.isArray(value)) return value.map(shownArea);
  const reference = references.find(({ program }) => program === field);
  const prefix = reference?.prefix;
  if (!prefix || value == null) return value;
  const idOf = (id: unknown) => encodeId(prefix, String(id));
  return Array.isArray(value) ? value.map(idOf) : idOf(value);
}

/** Returns the id of a record. @throws NotFound if the global id is not valid or is of another kind. */
export function recordId(prefix: string, id: string, word: string): string {
  const decoded = decodeId(prefix, id);
  if (decoded === null) throw noSuch(word);
  return decoded;
}

/** Returns an entry as the graph shows it to users who can change it: a site with all its fields and its public areas. */
export function shown(entry: Entry): object {
  if (!(entry instanceof Site)) return entry;
  return Object.assign(new SiteView(), entry, { vicinity: vicinityOf(entry) });
}
