import type { EntityManager } from 'typeorm';
import type { ConstraintProblems } from '../../../platform/database/register-writer.js';
import { NotFound } from '../../../platform/errors.js';
import type { Actor } from '../../identity/actor.js';
import type { Permission } from '../../identity/permissions.js';
import { mergedProblem } from '../../provider/provider.service.js';
import { lockProvider, lockProviderOf } from '../../provider/provider-lock.service.js';
import { problem } from './quality.rules.js';

/** What of the quality records an actor may reach: two values of the condition that `kept` and `owned` write. */
export interface Reach {
  readonly everything: boolean;
  /** Codes of local authorities, or ids of providers for a permission of an own provider. */
  readonly within: readonly string[];
}

/** The reach of a permission. @throws Forbidden when it is not granted at all. */
export function reachOf(actor: Actor, permission: Permission): Reach {
  actor.require(permission);
  const within = actor.within(permission);
  if (within === 'all') return { everything: true, within: [] };
  return { everything: false, within: [...within.localAuthorities, ...within.providers] };
}

/** SQL: the row under this alias is kept by a local authority in reach, given as parameters n and n + 1. */
export const kept = (alias: string, n: number) => inReach(`${alias}.local_authority_code`, n);

/** SQL: the row under this alias belongs to an own provider, given as parameters n and n + 1. */
export const owned = (alias: string, n: number) => inReach(`${alias}.provider_id::text`, n);

const inReach = (column: string, n: number) => `($${n}::boolean or ${column} = any($${n + 1}::text[]))`;

/** Tables whose rows a local authority keeps of providers. */
type KeptOfProvider = 'quality_review' | 'evidence' | 'inspection';

/**
 * Holds a row for the rest of the transaction, so that it stays in reach while it is changed; the provider that it is about first.
 * @throws NotFound when there is none in reach: who may not see it does not learn that it is there.
 */
export async function holdKept(
  db: EntityManager,
  table: KeptOfProvider | 'quality_framework',
  id: string,
  { everything, within }: Reach,
  what: string,
): Promise<void> {
  if (table !== 'quality_framework') await lockProviderOf(db, table, id);
  const text = `select from ${table} t where t.id = $1 and ${kept('t', 2)} for update`;
  const rows: object[] = await db.query(text, [id, everything, within]);
  if (rows.length === 0) throw new NotFound(`There is no ${what} with this id.`);
}

/** What the constraints that all records about a provider share mean to the person who entered the data. */
export const aboutProvider: ConstraintProblems = {
  provider_merged: { ...mergedProblem, field: ['input', 'provider'], code: 'NOT_NOW' },
};

/**
 * Holds a provider of whom a record is to be kept: a local authority keeps records of the providers in its own register, and of
 * those that are listed anywhere.
 * @throws UserProblem otherwise.
 */
export async function requireProvider(
  db: EntityManager,
  providerId: string,
  localAuthorityCode: string,
): Promise<void> {
  const provider = await lockProvider(db, providerId);
  const isKnown =
    provider && (provider.localAuthorityCode === localAuthorityCode || provider.state === 'LISTED');
  if (!isKnown) throw problem(['input', 'provider'], 'NOT_FOUND', 'There is no provider with this id.');
  if (provider.isMerged) throw problem(['input', 'provider'], 'NOT_NOW', mergedProblem.message);
}
