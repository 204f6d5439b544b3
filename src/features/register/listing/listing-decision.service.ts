import type { z } from 'zod';
import { type Clock, londonToday } from '../../../platform/clock.js';
import {
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../../platform/database/register-writer.js';
import { invalid } from '../../../platform/errors.js';
import { parseChanges, parseInput } from '../../../platform/parse.js';
import type { Actor } from '../../identity/actor.js';
import { by } from '../../identity/attribution.rules.js';
import { makeOnce } from '../../privacy/repeatable.service.js';
import { mergedProblem } from '../../provider/provider.service.js';
import { lockProviderOf } from '../../provider/provider-lock.service.js';
import { holdProvider, noSuch } from '../entry/entry-access.js';
import { ListingDecision } from './listing-decision.entity.js';
import type { ListingDecisionRepository } from './listing-decision.repository.js';
import { listingDecisionChanges, listingDecisionFields } from './listing-decision.rules.js';

const explained: ConstraintProblems = {
  provider_merged: mergedProblem,
  listing_decision_dates: invalid(
    ['input', 'validTo'],
    'The last day must not be earlier than the first day.',
  ),
};

/** Reads, creates and changes the decisions of local authorities to list providers. */
export class ListingDecisionService {
  constructor(
    private readonly repository: ListingDecisionRepository,
    private readonly writer: RegisterWriter,
    private readonly clock: Clock,
  ) {}

  /** Returns all decisions about a listed provider, past and future ones too, by authority and newest first. */
  ofProvider(providerId: string): ListingDecision[] | null | Promise<ListingDecision[] | null> {
    return this.repository.ofProvider.get(providerId);
  }

  /** Reads decisions about listed providers by id. */
  byIds(ids: readonly string[]): Promise<ListingDecision[]> {
    return this.repository.byIds(ids);
  }

  /** Returns the decisions about a listed provider that are in force today. */
  async inForce(providerId: string): Promise<ListingDecision[]> {
    const today = londonToday(this.clock);
    const all = (await this.ofProvider(providerId)) ?? [];
    return all.filter(
      ({ validFrom, validTo }) => validFrom <= today && (validTo === null || today <= validTo),
    );
  }

  /**
   * Creates a decision of the local authority that the actor decides for. The provider can be in another authority's register.
   * @throws UserProblem if the input is not valid; Forbidden.
   */
  async create(
    actor: Actor,
    providerId: string | null,
    input: z.input<typeof listingDecisionFields>,
    key?: string | null,
  ): Promise<ListingDecision> {
    const values = parseInput(listingDecisionFields, input);
    actor.require('register.decide', { localAuthorityCode: values.localAuthorityCode });
    const work = async (db: Parameters<Parameters<RegisterWriter['write']>[1]>[0]) => {
      const provider = await holdProvider(db, actor, providerId);
      const record = { ...values, providerId: provider.id };
      const request = {
        actor: actor.name,
        key,
        operation: 'create listing decision',
        sent: { providerId, input },
        now: this.clock.now(),
      };
      return makeOnce(db, request, ListingDecision, (id) =>
        insertRecord(db, ListingDecision, { ...record, id }),
      );
    };
    return this.writer.write(explained, work, actor.because());
  }

  /** Changes a decision at a version, such as its last day. @throws UserProblem, NotFound, Conflict, Forbidden. */
  async update(
    actor: Actor,
    id: string,
    version: number,
    input: z.input<typeof listingDecisionChanges>,
    reason?: string | null,
  ): Promise<ListingDecision> {
    const attribution = by(actor, reason);
    const changes = parseChanges(listingDecisionChanges, input);
    return this.writer.write(
      explained,
      async (db) => {
        await lockProviderOf(db, 'listing_decision', id);
        const decision = await db.findOneBy(ListingDecision, { id });
        if (!decision) throw noSuch('listing decision');
        actor.require('register.decide', decision);
        return updateRecord(db, ListingDecision, id, version, changes);
      },
      attribution,
    );
  }
}
