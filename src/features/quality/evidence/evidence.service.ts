import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { type Clock, londonDay, londonToday } from '../../../platform/clock.js';
import {
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../../platform/database/register-writer.js';
import { transactionConnection } from '../../../platform/database/transaction.js';
import { invalid, refuse, UserProblem } from '../../../platform/errors.js';
import type { KeyRange } from '../../../platform/key-range.js';
import { parseChanges, parseInput } from '../../../platform/parse.js';
import type { Actor } from '../../identity/actor.js';
import type { Atlas } from '../../place/atlas.js';
import { makeOnce } from '../../privacy/repeatable.service.js';
import type { Code } from '../../vocabulary/code.entity.js';
import type { Vocabulary } from '../../vocabulary/vocabulary.service.js';
import { aboutProvider, holdKept, requireProvider } from '../record/held-record.service.js';
import { type DecodeId, futureProblems, uuidOf } from '../record/quality.rules.js';
import type { EvidenceState } from '../record/quality.terms.js';
import { recordReachOf } from '../record/record-reach.js';
import { Evidence } from './evidence.entity.js';
import type { EvidenceRepository, EvidenceView } from './evidence.repository.js';
import type { EvidenceCriteria } from './evidence.rules.js';
import { evidenceChanges, evidenceInput, lastDay, typicalMonths } from './evidence.rules.js';
import { EXPIRY_ACTOR, type FollowingListings } from './following-listings.service.js';

const explained: ConstraintProblems = {
  ...aboutProvider,
  evidence_dates: invalid(['input', 'expiresOn'], '`expiresOn` must not be before `issuedOn`.'),
  evidence_verified: invalid(
    ['input', 'verifiedBy'],
    'Give `verifiedBy` and `verifiedOn` together. Validated evidence needs both.',
  ),
};

/** A kind of evidence, with the rule a local authority has set for it. */
export interface EvidenceKind {
  readonly kind: Code;
  /** Null if no source gives a certain period. The caller must then give the date. */
  readonly typicalMonths: number | null;
  readonly suspendsListing: boolean;
  /** Providers in the register that are suspended because of this kind, or would be if listings depended on it. */
  readonly listingsAffected: number;
}

/** Use cases of evidence: a local authority's records, and the daily check for expired evidence. */
export class EvidenceService {
  constructor(
    private readonly repository: EvidenceRepository,
    private readonly follow: FollowingListings,
    private readonly writer: RegisterWriter,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly decode: DecodeId,
    private readonly clock: Clock,
  ) {}

  /** Evidence the caller can reach, soonest to expire first. @throws Forbidden without `quality.read`. */
  async page(actor: Actor, criteria: EvidenceCriteria, range: KeyRange): Promise<EvidenceView[]> {
    return this.repository.page(
      recordReachOf(actor, 'quality.read'),
      criteria,
      londonToday(this.clock),
      range,
    );
  }

  /** Evidence the caller can reach, by id. @throws Forbidden without `quality.read`. */
  async byIds(actor: Actor, ids: readonly string[]): Promise<EvidenceView[]> {
    return this.repository.byIds(recordReachOf(actor, 'quality.read'), ids, londonToday(this.clock));
  }

  async count(actor: Actor, criteria: EvidenceCriteria): Promise<number> {
    return this.repository.count(recordReachOf(actor, 'quality.read'), criteria, londonToday(this.clock));
  }

  /** All kinds, in the order of the code list. @throws Forbidden without `quality.read` there. */
  async kinds(actor: Actor, localAuthorityCode: string): Promise<EvidenceKind[]> {
    refuse(this.atlas.localAuthorityProblems(localAuthorityCode, ['localAuthority']));
    actor.require('quality.read', { localAuthorityCode });
    const today = londonToday(this.clock);
    const settled = await this.repository.kindsOf(localAuthorityCode, today);
    const known = new Map(settled.map((one) => [one.kind, one]));
    return this.vocabulary.list('EVIDENCE_KIND', today).map((kind) => ({
      kind,
      typicalMonths: typicalMonths[kind.code] ?? null,
      suspendsListing: known.get(kind.code)?.suspendsListing ?? false,
      listingsAffected: known.get(kind.code)?.listingsAffected ?? 0,
    }));
  }

  /**
   * Sets whether listings depend on a kind of evidence. Listings with no valid evidence of it left are suspended in the
   * same change.
   * @throws UserProblem, Forbidden.
   */
  async setKind(
    actor: Actor,
    localAuthorityCode: string,
    kind: string,
    suspendsListing: boolean,
  ): Promise<EvidenceKind> {
    refuse([
      ...this.atlas.newLocalAuthorityProblems(localAuthorityCode, ['localAuthority']),
      ...this.vocabulary.problems('EVIDENCE_KIND', [kind], ['kind'], londonToday(this.clock)),
    ]);
    actor.require('quality.write', { localAuthorityCode });
    const settled = await this.writer.write(
      explained,
      async (db) => {
        await this.follow.holdRegister(db, localAuthorityCode);
        await this.repository.setRule(db, localAuthorityCode, kind, suspendsListing);
        if (suspendsListing) await this.follow.suspendByRule(db, localAuthorityCode, kind);
        const one = { kind, db: await transactionConnection(db) };
        return this.repository.kindsOf(localAuthorityCode, londonToday(this.clock), one);
      },
      actor.because(),
    );
    return {
      kind: this.vocabulary.get('EVIDENCE_KIND', kind),
      typicalMonths: typicalMonths[kind] ?? null,
      suspendsListing,
      listingsAffected: settled[0]?.listingsAffected ?? 0,
    };
  }

  /** Records evidence. The same change may suspend a listing that depends on it. @throws UserProblem, Forbidden. */
  async create(
    actor: Actor,
    input: z.input<typeof evidenceInput>,
    key?: string | null,
  ): Promise<EvidenceView> {
    const { localAuthority, provider, expiresOn, ...values } = parseInput(evidenceInput, input);
    const now = this.clock.now();
    refuse([
      ...this.atlas.newLocalAuthorityProblems(localAuthority, ['input', 'localAuthority']),
      ...this.vocabulary.problems('EVIDENCE_KIND', [values.kind], ['input', 'kind'], londonDay(now)),
      ...futureProblems(values.verifiedOn, now, ['input', 'verifiedOn']),
    ]);
    actor.require('quality.write', { localAuthorityCode: localAuthority });
    const providerId = uuidOf(this.decode, 'prv', provider, ['input', 'provider'], 'provider');
    const record = {
      ...values,
      expiresOn: expiresOn ?? usualEnd(values.kind, values.issuedOn),
      providerId,
      localAuthorityCode: localAuthority,
    };
    return this.writer.write(
      explained,
      async (db) => {
        await requireProvider(db, providerId, localAuthority);
        const make = async (id: string) => {
          const made = await insertRecord(db, Evidence, { ...record, id });
          if (isBad(record.state)) await this.follow.suspendOf(db, [providerId]);
          return made;
        };
        const request = { actor: actor.name, key, operation: 'create evidence', sent: input, now };
        const { id } = await makeOnce(db, request, Evidence, make);
        return this.written(db, actor, id);
      },
      actor.because(),
    );
  }

  /**
   * Changes or renews recorded evidence. The same change may suspend a listing that depends on it. If the caller
   * removes `expiresOn`, the usual period for the kind applies. @throws UserProblem, NotFound, Conflict, Forbidden.
   */
  async update(
    actor: Actor,
    id: string,
    version: number,
    input: z.input<typeof evidenceChanges>,
  ): Promise<EvidenceView> {
    const changes = parseChanges(evidenceChanges, input);
    refuse(futureProblems(changes.verifiedOn, this.clock.now(), ['input', 'verifiedOn']));
    const reach = recordReachOf(actor, 'quality.write');
    return this.writer.write(
      explained,
      async (db) => {
        await holdKept(db, 'evidence', id, reach, 'evidence');
        const { kind, issuedOn } = { ...(await db.findOneByOrFail(Evidence, { id })), ...changes };
        const ended = changes.expiresOn === null ? { expiresOn: usualEnd(kind, issuedOn) } : {};
        const { providerId } = await updateRecord(db, Evidence, id, version, { ...changes, ...ended });
        await this.follow.suspendOf(db, [providerId]);
        return this.written(db, actor, id);
      },
      actor.because(),
    );
  }

  /**
   * The daily check: marks evidence that has expired, and suspends the listings that depend on it, in one transaction.
   * Returns how many of each. A second run on the same day changes nothing.
   */
  async expire(): Promise<{ readonly expired: number; readonly suspended: number }> {
    const today = londonToday(this.clock);
    const work = async (db: EntityManager) => {
      await this.repository.takeTime(db);
      await this.follow.holdDue(db);
      return {
        expired: await this.repository.expire(db, today),
        suspended: await this.follow.suspendAll(db),
      };
    };
    return this.writer.write(explained, work, {
      actor: EXPIRY_ACTOR,
      reason: `It was valid until before ${today}.`,
    });
  }

  /**
   * The evidence after the write. It is read in the same transaction, so that a change that was stored cannot be
   * reported as failed.
   */
  private async written(db: EntityManager, actor: Actor, id: string): Promise<EvidenceView> {
    return (await this.repository.byId(
      db,
      recordReachOf(actor, 'quality.write'),
      id,
      londonToday(this.clock),
    ))!;
  }
}

/**
 * Whether the state of new evidence means that it is not valid. Evidence that has already expired waits for the daily
 * check, so that an old certificate can be recorded before the new one.
 */
function isBad(state: EvidenceState): boolean {
  return state === 'FAILED' || state === 'NEEDS_REVALIDATION';
}

/** @throws UserProblem if no source gives the usual period for the kind. */
function usualEnd(kind: string, issuedOn: string): string {
  const months = typicalMonths[kind];
  if (months !== undefined) return lastDay(issuedOn, months);
  throw new UserProblem([
    invalid(
      ['input', 'expiresOn'],
      'Give the last day the evidence is valid, because this kind of evidence has no usual period.',
    ),
  ]);
}
