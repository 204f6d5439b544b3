import type { EntityManager } from 'typeorm';
import type { ConstraintProblems } from '../../../platform/database/register-writer.js';
import { NotFound } from '../../../platform/errors.js';
import { mergedProblem } from '../../provider/provider.service.js';
import { lockProvider, lockProviderOf } from '../../provider/provider-lock.service.js';
import { problem } from './quality.rules.js';
import type { RecordReach } from './record-reach.js';
import { type KeptTable, lockKept } from './record-reach.repository.js';

/**
 * Locks a row until the transaction ends, so that it stays within reach while it is changed. Locks the provider it is
 * about first.
 * @throws NotFound if there is no such row within reach, so that the caller cannot learn that it exists.
 */
export async function holdKept(
  db: EntityManager,
  table: KeptTable,
  id: string,
  reach: RecordReach,
  what: string,
): Promise<void> {
  if (table !== 'quality_framework') await lockProviderOf(db, table, id);
  if (!(await lockKept(db, table, id, reach))) throw new NotFound(`There is no ${what} with this id.`);
}

/** Messages for the database constraints that all records about a provider share. */
export const aboutProvider: ConstraintProblems = {
  provider_merged: { ...mergedProblem, field: ['input', 'provider'], code: 'NOT_IN_THIS_STATE' },
};

/**
 * Locks a provider before a record about it is created. A local authority keeps records about the providers in its own
 * register, and about those that are listed in any register.
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
  if (provider.isMerged) throw problem(['input', 'provider'], 'NOT_IN_THIS_STATE', mergedProblem.message);
}
