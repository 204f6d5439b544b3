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

/** What is to be restored, and why. */
export interface Restoration {
  readonly id: string;
  /** That the restoration is based on: the present one. */
  readonly version: number;
  readonly toVersion: number;
  readonly reason: string;
}

/**
 * Brings earlier values back as a new version: history is added to, never rewritten. Where an entry stands in the register
 * (`state`), whose it is, whether it is invented and what its senders call it stay as they are: those are not entered with it.
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

  /** Leaves its sites as they are. @throws UserProblem, NotFound, Conflict; Forbidden as for its provider. */
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
    // Where nothing would change, the database has nothing to refuse.
    refuse(this.providers.isMerged(String(owner.providerId)) ? [mergedProblem] : []);
    const row = toVersion < version ? await this.past.atVersion(table, id, toVersion) : null;
    if (row) return row;
    const message =
      toVersion < version
        ? `Version ${toVersion} is not on record. See the history of this ${table} for those that are.`
        : `Give a version before ${version}, the one that you have read.`;
    throw new UserProblem([invalid(['toVersion'], message)]);
  }
}

/** The values of a row that its rules let people enter. */
function entered<S extends z.ZodObject>(row: Row, rules: S, left: readonly string[]): z.input<S> {
  const values = Object.entries(row).map(([column, value]) => [propertyOf(column), value] as const);
  return Object.fromEntries(
    values.filter(([property]) => property in rules.shape && !left.includes(property)),
  ) as z.input<S>;
}

function restored({ toVersion, reason }: Restoration): string {
  return `Version ${toVersion} restored: ${reason}`;
}
