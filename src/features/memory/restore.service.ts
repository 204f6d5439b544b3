import type { z } from 'zod';
import { invalid, NotFound, refuse, UserProblem } from '../../platform/errors.js';
import type { Actor } from '../identity/actor.js';
import type { Offering } from '../offering/offering.entity.js';
import { offeringChanges } from '../offering/offering.rules.js';
import type { OfferingService } from '../offering/offering.service.js';
import type { Provider } from '../provider/provider.entity.js';
import { providerChanges } from '../provider/provider.rules.js';
import { mergedProblem, type ProviderService } from '../provider/provider.service.js';
import type { AsOfRepository } from './as-of.repository.js';
import type { Row } from './field-reader.js';
import type { HistoryRepository } from './history.repository.js';
import { propertyOf } from './memory.rules.js';

/** The version to restore, and the reason. */
export interface Restoration {
  readonly id: string;
  /** The current version, which the restoration is based on. */
  readonly version: number;
  readonly toVersion: number;
  readonly reason: string;
}

/**
 * Restores earlier values as a new version. History only grows and is never rewritten. The state of an entry in the
 * register, its owner, whether it is invented, and its external references stay as they are, because they are not
 * entered with it.
 */
export class RestoreService {
  constructor(
    private readonly history: HistoryRepository,
    private readonly past: AsOfRepository,
    private readonly providers: ProviderService,
    private readonly offerings: OfferingService,
  ) {}

  /** @throws UserProblem, NotFound, Conflict; Forbidden without `register.write` in its local authority. */
  async provider(actor: Actor, restoration: Restoration): Promise<Provider> {
    const { id, version } = restoration;
    const row = await this.rowFor(actor, 'provider', restoration);
    const input = entered(row, providerChanges, [
      'state',
      'isDemonstration',
      'localAuthorityCode',
      'externalReference',
    ]);
    return this.providers.update(id, version, input, actor.because(restored(restoration)));
  }

  /** Does not change its sites. @throws UserProblem, NotFound, Conflict; Forbidden as for its provider. */
  async offering(actor: Actor, restoration: Restoration): Promise<Offering> {
    const { id, version } = restoration;
    const row = await this.rowFor(actor, 'offering', restoration);
    const input = entered(row, offeringChanges, ['state', 'isDemonstration', 'siteIds', 'externalReference']);
    return this.offerings.update(id, version, input, actor.because(restored(restoration)));
  }

  private async rowFor(
    actor: Actor,
    table: 'provider' | 'offering',
    { id, version, toVersion }: Restoration,
  ): Promise<Row> {
    actor.require('register.write');
    const owner = await this.history.ownerOf(table, id);
    if (!owner || !actor.may('register.write', owner))
      throw new NotFound(`There is no ${table} with this id.`);
    // The database would not refuse a restoration that changes nothing.
    refuse(this.providers.isMerged(String(owner.providerId)) ? [mergedProblem] : []);
    const row = toVersion < version ? await this.past.atVersion(table, id, toVersion) : null;
    if (row) return row;
    const message =
      toVersion < version
        ? `Version ${toVersion} is not on record. Give a version from the history of this ${table}.`
        : `Give a version before ${version}, which is the version you have read.`;
    throw new UserProblem([invalid(['toVersion'], message)]);
  }
}

/** The values of a row that people may enter by its rules. */
function entered<S extends z.ZodObject>(row: Row, rules: S, left: readonly string[]): z.input<S> {
  const values = Object.entries(row).map(([column, value]) => [propertyOf(column), value] as const);
  return Object.fromEntries(
    values.filter(([property]) => property in rules.shape && !left.includes(property)),
  ) as z.input<S>;
}

function restored({ toVersion, reason }: Restoration): string {
  return `Version ${toVersion} restored: ${reason}`;
}
