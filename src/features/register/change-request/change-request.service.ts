import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { type Clock, londonDay } from '../../../platform/clock.js';
import { forgetKeys } from '../../../platform/database/idempotency.js';
import {
  explain,
  type RegisterWriter,
  requireVersion,
  updateRecord,
} from '../../../platform/database/register-writer.js';
import { tryOut } from '../../../platform/database/transaction.js';
import { invalid, type Problem, problemsOf, refuse, UserProblem } from '../../../platform/errors.js';
import { codeText, parseInput } from '../../../platform/parse.js';
import type { Actor } from '../../identity/actor.js';
import { by } from '../../identity/attribution.rules.js';
import type { Provider } from '../../provider/provider.entity.js';
import { lockProviderOf } from '../../provider/provider-lock.service.js';
import { belongingOf, lockEntry, mayRead, noSuch } from '../entry/entry-access.js';
import type { EntryKind, EntryKinds, Values } from '../entry/entry-kinds.js';
import { ChangeRequest } from './change-request.entity.js';
import { nextDue } from './change-request.repository.js';
import { movedOn } from './entry-changes.js';

/** What the council says to a change request. */
export interface Decision {
  /** The fields that are approved; all of them when left out, none: refused. */
  readonly fields?: readonly string[] | null | undefined;
  /** First day on which they hold, `yyyy-mm-dd`; at once when left out or not in the future. */
  readonly effectiveOn?: string | null | undefined;
  /** Needed where a field is refused. */
  readonly reason?: string | null | undefined;
}

const fieldNames = z.array(codeText()).max(50).nullable();

/** What is applied when its day comes is on record as done by this. */
const ON_ITS_DAY = 'system: change requests';

/** Decides on what providers ask for, and applies it on its day. */
export class ChangeRequestService {
  constructor(
    private readonly writer: RegisterWriter,
    private readonly kinds: EntryKinds,
    private readonly clock: Clock,
  ) {}

  /**
   * Approves a request in whole or by field, or refuses it. What holds from a later day must be possible today. One that failed on
   * its day can be decided anew.
   * @throws UserProblem when it has been decided, names other fields, lacks a reason, or the entry has changed meanwhile;
   * NotFound, Conflict, Forbidden.
   */
  async decide(actor: Actor, id: string, version: number, decision: Decision): Promise<ChangeRequest> {
    const { effectiveOn } = decision;
    const named = parseInput(fieldNames, decision.fields ?? null, ['fields']);
    const attribution = by(actor, decision.reason);
    const { reason } = attribution;
    return this.writer.write(
      {},
      async (db) => {
        const { request, provider } = await hold(db, actor, id, version);
        const approved = approvedFields(request, named);
        requireNewHome(actor, request, approved);
        requireNewAddress(request, approved);
        const refused = request.fields.length - approved.length;
        if (refused > 0 && !reason) refuse([reasonNeeded]);
        const now = this.clock.now();
        const isLater = effectiveOn != null && effectiveOn > londonDay(now);
        const apply = (open: EntityManager) => this.apply(open, request, approved, null);
        if (approved.length > 0) await (isLater ? tryOut(db, apply) : apply(db));
        return updateRecord(db, ChangeRequest, id, version, {
          state: approved.length === 0 ? 'REFUSED' : refused > 0 ? 'PARTLY_APPROVED' : 'APPROVED',
          approvedFields: approved,
          effectiveOn: effectiveOn ?? null,
          decidedBy: actor.name,
          decidedIn: provider.localAuthorityCode,
          decidedAt: new Date(now),
          decisionReason: reason ?? null,
          appliedAt: approved.length > 0 && !isLater ? new Date(now) : null,
        });
      },
      attribution,
    );
  }

  /**
   * Applies what was approved for today or before, each request in a transaction of its own; answers how many. What cannot be
   * applied any more is marked FAILED with its reason. Several hubs may do this at once: they take turns, and none applies what
   * another one has applied.
   */
  async applyDue(): Promise<number> {
    let applied = 0;
    for (;;) {
      const next = await this.applyNext();
      if (next === 'nothing is due') return applied;
      if (next === 'applied') applied++;
    }
  }

  private applyNext(): Promise<'applied' | 'another was first' | 'nothing is due'> {
    const now = this.clock.now();
    return this.writer.write(
      {},
      async (db) => {
        const due = await nextDue(db, londonDay(now));
        if (!due) {
          await forgetKeys(db, now);
          return 'nothing is due';
        }
        await lockProviderOf(db, 'change_request', due.id);
        const request = await db.findOneByOrFail(ChangeRequest, { id: due.id });
        if (request.version !== due.version) return 'another was first';
        await updateRecord(db, ChangeRequest, request.id, request.version, await this.outcome(db, request));
        return 'applied';
      },
      { actor: ON_ITS_DAY, reason: 'The day from which an approved change holds has come.' },
    );
  }

  private async outcome(db: EntityManager, request: ChangeRequest): Promise<Partial<ChangeRequest>> {
    try {
      // A savepoint: what cannot be applied leaves the request itself to be written.
      await db.transaction((inner) => this.apply(inner, request, request.approvedFields, request.decidedIn));
      return { appliedAt: new Date(this.clock.now()) };
    } catch (error) {
      const problems = problemsOf(explain(this.kinds[request.entryKind].constraints, error));
      const why = problems.map(({ message }) => message).join(' ');
      return { state: 'FAILED', decisionReason: [request.decisionReason, why].filter(Boolean).join(' ') };
    }
  }

  /**
   * Makes what was approved so, whoever asks: that they may is settled before.
   * @throws UserProblem when the entry is not any more as it was when the change was asked for, or belongs to somebody else than the
   * request does, or is not any more in the local authority that decided (null: it does so now).
   */
  private async apply(
    db: EntityManager,
    request: ChangeRequest,
    approved: readonly string[],
    decidedIn: string | null,
  ): Promise<void> {
    const kind: EntryKind = this.kinds[request.entryKind];
    const held = await lockEntry(db, kind, request.entryId);
    if (!held) throw noSuch(kind.word);
    const { entry, provider } = held;
    if (provider.id !== request.providerId || provider.isMerged) throw goneOver(kind.word);
    if (decidedIn !== null && decidedIn !== provider.localAuthorityCode) throw decidedElsewhere(kind.word);
    const fields = request.fields.filter(({ field }) => approved.includes(field));
    const moved = movedOn(await kind.stored(db, entry), fields);
    if (moved.length > 0) throw changedMeanwhile(moved);
    const wanted: Values = Object.fromEntries(fields.map(({ field, to }) => [field, to]));
    try {
      await kind.update(db, entry.id, entry.version, kind.checkedChanges(wanted));
    } catch (error) {
      throw explain(kind.constraints, error);
    }
  }
}

/**
 * Locks a request that waits for a decision, its provider first.
 * @throws NotFound, Conflict, Forbidden, UserProblem when it has been decided already.
 */
async function hold(
  db: EntityManager,
  actor: Actor,
  id: string,
  version: number,
): Promise<{ readonly request: ChangeRequest; readonly provider: Provider }> {
  const provider = await lockProviderOf(db, 'change_request', id);
  const request = provider && (await db.findOneBy(ChangeRequest, { id }));
  if (!request || !mayRead(actor, belongingOf(provider))) throw noSuch('change request');
  actor.require('register.decide', belongingOf(provider));
  if (request.state !== 'OPEN' && request.state !== 'FAILED') {
    const message = `This change request is ${request.state}: it has been decided.`;
    throw UserProblem.of(null, 'ILLEGAL_STEP', message);
  }
  requireVersion(request, version, 'This change request');
  return { request, provider };
}

/** A provider goes over to another authority only by somebody who keeps the register of that one too. */
function requireNewHome(actor: Actor, { fields, providerId }: ChangeRequest, approved: string[]): void {
  const move = fields.find(({ field }) => field === 'localAuthorityCode' && approved.includes(field));
  if (move) actor.require('register.write', { providerId, localAuthorityCode: String(move.to) });
}

/** An address that was to be public is the new one: nobody meant the old one. */
function requireNewAddress({ entryKind, fields }: ChangeRequest, approved: readonly string[]): void {
  const wanted = new Map(fields.map(({ field, to }) => [field, to]));
  const isNew =
    entryKind === 'SITE' && wanted.has('postcode') && wanted.get('addressVisibility') === 'PUBLIC';
  if (!isNew || !approved.includes('addressVisibility') || approved.includes('postcode')) return;
  const message =
    'The address was to be public at its new postcode. Approve the postcode too, or leave addressVisibility out.';
  throw new UserProblem([invalid(['fields'], message)]);
}

function approvedFields({ fields }: ChangeRequest, named: readonly string[] | null): string[] {
  const asked = fields.map(({ field }) => field);
  const approved = [...new Set(named ?? asked)];
  const others = approved.filter((field) => !asked.includes(field));
  if (others.length === 0) return approved;
  const message = `Nobody asked for a change of ${others.join(', ')}. Asked for: ${asked.join(', ')}.`;
  throw new UserProblem([invalid(['fields'], message)]);
}

const reasonNeeded: Problem = {
  field: ['reason'],
  code: 'REASON_NEEDED',
  message: 'Give a reason for what is refused: the provider will read it.',
};

function changedMeanwhile(fields: readonly string[]): UserProblem {
  const message =
    `Meanwhile ${fields.join(', ')} changed: what was asked for no longer starts from what is there. ` +
    'Refuse it, or have it asked for again.';
  return UserProblem.of(['fields'], 'CHANGED_MEANWHILE', message);
}

function goneOver(word: string): UserProblem {
  const message =
    `The ${word} belongs to another provider now, whose local authority has not been asked: refuse this request, and have the ` +
    'change asked for again there.';
  return UserProblem.of(null, 'CHANGED_MEANWHILE', message);
}

function decidedElsewhere(word: string): UserProblem {
  const message = `The ${word} went over to another local authority after this was approved: that one decides on it anew.`;
  return UserProblem.of(null, 'CHANGED_MEANWHILE', message);
}
