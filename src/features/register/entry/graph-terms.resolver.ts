import { type Problem, UserProblem } from '../../../platform/errors.js';
import { decodeId, encodeId } from '../../../platform/graphql/global-id.js';
import { Site } from '../../provider/site.entity.js';
import { SiteView, vicinityOf } from '../../provider/site-view.js';
import { noSuch } from './entry-access.js';
import type { Entry, Values } from './entry-kinds.js';

/** Fields that hold ids: as the graph names them, with the prefix of their global ids, and as the program does. */
const references = [
  { graph: 'provider', prefix: 'prv', program: 'providerId' },
  { graph: 'offering', prefix: 'off', program: 'offeringId' },
  { graph: 'site', prefix: 'sit', program: 'siteId' },
  { graph: 'sites', prefix: 'sit', program: 'siteIds' },
] as const;

/** No record has it: what an id that is none of ours stands for. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** An input of the graph as the services take it: global ids become ids of records. */
export function toValues(input: object): Values {
  const values: Record<string, unknown> = { ...input };
  for (const { graph, prefix, program } of references) {
    if (!(graph in values)) continue;
    const given = values[graph];
    delete values[graph];
    const decode = (id: unknown) => decodeId(prefix, String(id)) ?? NOBODY;
    values[program] = Array.isArray(given) ? given.map(decode) : given == null ? given : decode(given);
  }
  return values;
}

/** Does the work; problems with ids are named as the graph names those fields. @throws as the work does. */
export async function inGraphTerms<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof UserProblem ? new UserProblem(renamed(error.problems)) : error;
  }
}

const PROGRAM_FIELDS = /\b(?:provider|offering|site)Ids?\b/g;

/** Problems with their fields as the graph names them, in messages too. */
export function renamed(problems: readonly Problem[]): Problem[] {
  return problems.map(({ field, code, message }) => ({
    field: field?.map(graphFieldOf) ?? null,
    code,
    message: message.replace(PROGRAM_FIELDS, graphFieldOf),
  }));
}

/** A field as the inputs of the graph name it. */
export function graphFieldOf(field: string): string {
  return references.find(({ program }) => program === field)?.graph ?? field;
}

/** A field as the program names it. */
export function programFieldOf(field: string): string {
  return references.find(({ graph }) => graph === field)?.program ?? field;
}

/** A value of a field of the program, with global ids for ids of records. */
export function inGraphIds(field: string, value: unknown): unknown {
  const reference = references.find(({ program }) => program === field);
  if (!reference || value == null) return value;
  const idOf = (id: unknown) => encodeId(reference.prefix, String(id));
  return Array.isArray(value) ? value.map(idOf) : idOf(value);
}

/** The id of a record. @throws NotFound when it is of another kind, or none at all. */
export function recordId(prefix: string, id: string, word: string): string {
  const decoded = decodeId(prefix, id);
  if (decoded === null) throw noSuch(word);
  return decoded;
}

/** An entry as the graph shows it to who may change it: a site whole, and in the areas that everybody is told. */
export function shown(entry: Entry): object {
  if (!(entry instanceof Site)) return entry;
  return Object.assign(new SiteView(), entry, { vicinity: vicinityOf(entry) });
}
