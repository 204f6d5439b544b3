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

/** The council's decision on a change request. */
export interface Decision {
  /** The approved fields. All if left out. An empty list refuses the request. */
  readonly fields?: readonly string[] | null | undefined;
  /** The day on which the changes are made, `yyyy-mm-dd`. At once if left out or not in the future. */
  readonly effectiveOn?: string | null | undefined;
  /** Needed if a field is refused. */
  readonly reason?: string | null | undefined;
}

const fieldNames = z.array(codeText()).max(50).nullable();

/** The actor in the change log for changes that the hub makes on their day. */
const ON_ITS_DAY = 'system: change requests';

/** Decides on change requests, and makes approved changes on their day. */
export class ChangeRequestService {
  constructor(
    private readonly writer: RegisterWriter,
    private readonly kinds: EntryKinds,
    private readonly clock: Clock,
  ) {}

  /**
   * Approves all or some fields of a request, or refuses it. A change approved for a later day must be possible today. A request
   * that failed on its day can be decided again.
   * @throws UserProblem if it has already been decided, if the decision names other fields or lacks a reason, or if the entry has
   * changed since; NotFound, Conflict, Forbidden.
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
   * Makes the changes that were approved for today or earlier, each request in its own transaction, and returns how many. A
   * request that can no longer be applied becomes FAILED, with the reason. Several hubs can do this at once: they take turns, and
   * each request is applied once.
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
      { actor: ON_ITS_DAY, reason: 'The day for which this change was approved has come.' },
    );
  }

  private async outcome(db: EntityManager, request: ChangeRequest): Promise<Partial<ChangeRequest>> {
    try {
      // A savepoint: if the change fails, the request can still be updated.
      await db.transaction((inner) => this.apply(inner, request, request.approvedFields, request.decidedIn));
      return { appliedAt: new Date(this.clock.now()) };
    } catch (error) {
      const problems = problemsOf(explain(this.kinds[request.entryKind].constraints, error));
      const why = problems.map(({ message }) => message).join(' ');
      return { state: 'FAILED', decisionReason: [request.decisionReason, why].filter(Boolean).join(' ') };
    }
  }

  /**
   * Makes the approved changes. The caller has already checked the permission.
   * @throws UserProblem if the entry has changed since the request, if it belongs to another provider than the request, or if it
   * is no longer in the local authority that decided (null: the decision is being made now).
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
    const moved = movedOn(await kind.stored(db, entry, approved), fields);
    if (moved.length > 0) throw changedMeanwhile(moved);
    const wanted: Values = Object.fromEntries(fields.map(({ field, to }) => [field, to]));
    try {
      const changes = kind.checkedChanges(wanted);
      kind.checkAreas(entry, changes);
      await kind.update(db, entry.id, entry.version, changes);
    } catch (error) {
      throw explain(kind.constraints, error);
    }
  }
}

/**
 * Locks a request that waits for a decision, and its provider first.
 * @throws NotFound, Conflict, Forbidden; UserProblem if it has already been decided.
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
    const message = `This change request is ${request.state}: the council has already decided. Read it again.`;
    throw UserProblem.of(null, 'NOT_IN_THIS_STATE', message);
  }
  requireVersion(request, version, 'This change request');
  return { request, provider };
}

/** To move a provider to another local authority, the actor must also keep the register of that authority. */
function requireNewHome(actor: Actor, { fields, providerId }: ChangeRequest, approved: string[]): void {
  const move = fields.find(({ field }) => field === 'localAuthorityCode' && approved.includes(field));
  if (move) actor.require('register.write', { providerId, localAuthorityCode: String(move.to) });
}

/** A request that makes a new address public must not make the old one public. */
function requireNewAddress({ entryKind, fields }: ChangeRequest, approved: readonly string[]): void {
  const wanted = new Map(fields.map(({ field, to }) => [field, to]));
  const isNew =
    entryKind === 'SITE' && wanted.has('postcode') && wanted.get('addressVisibility') === 'PUBLIC';
  if (!isNew || !approved.includes('addressVisibility') || approved.includes('postcode')) return;
  const message =
    'The provider asked to show the address at its new postcode. Approve the postcode too, or leave addressVisibility out.';
  throw new UserProblem([invalid(['fields'], message)]);
}

function approvedFields({ fields }: ChangeRequest, named: readonly string[] | null): string[] {
  const asked = fields.map(({ field }) => field);
  const approved = [...new Set(named ?? asked)];
  const others = approved.filter((field) => !asked.includes(field));
  if (others.length === 0) return approved;
  const message = `This request does not change ${others.join(', ')}. Choose from the fields that it changes: ${asked.join(', ')}.`;
  throw new UserProblem([invalid(['fields'], message)]);
}

const reasonNeeded: Problem = {
  field: ['reason'],
  code: 'REASON_NEEDED',
  message: 'Give a reason for refusing: the provider will read it.',
};

function changedMeanwhile(fields: readonly string[]): UserProblem {
  const message =
    `The entry has changed since this was requested: ${fields.join(', ')}. ` +
    'Refuse the request, and ask the provider to send a new one.';
  return UserProblem.of(['fields'], 'CONFLICT', message);
}

function goneOver(word: string): UserProblem {
  const message =
    `The ${word} now belongs to another provider, and this request was not made for that provider. Refuse it, and have the ` +
    'change requested again there.';
  return UserProblem.of(null, 'CONFLICT', message);
}

function decidedElsewhere(word: string): UserProblem {
  const message = `The ${word} moved to another local authority after this was approved. That local authority has to decide again.`;
  return UserProblem.of(null, 'CONFLICT', message);
}
