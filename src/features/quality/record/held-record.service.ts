import type { EntityManager } from 'typeorm';
import type { ConstraintProblems } from '../../../platform/database/register-writer.js';
import { NotFound } from '../../../platform/errors.js';
import { mergedProblem } from '../../provider/provider.service.js';
import { lockProvider, lockProviderOf } from '../../provider/provider-lock.service.js';
import { problem } from './quality.rules.js';
import type { RecordReach } from './record-reach.js';
import { type KeptTable, lockKept } from './record-reach.repository.js';

/**
 * Holds a row for the rest of the transaction, so that it stays in reach while it is changed; the provider that it is about first.
 * @throws NotFound when there is none in reach: who may not see it does not learn that it is there.
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
