import { type EntityManager, IsNull } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../../../platform/clock.js';
import type { Attribution } from '../../../platform/database/changes/attribution.js';
import {
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../../platform/database/register-writer.js';
import { tryOut } from '../../../platform/database/transaction.js';
import type { Versioned } from '../../../platform/database/versioned.js';
import { type Problem, refuse, UserProblem } from '../../../platform/errors.js';
import type { Actor, Belonging } from '../../identity/actor.js';
import { by } from '../../identity/attribution.rules.js';
import { makeOnce } from '../../privacy/repeatable.service.js';
import { ChangeRequest } from '../change-request/change-request.entity.js';
import { byOwner, differences, isSameChange } from '../change-request/entry-changes.js';
import { editing } from '../entry/editing.rules.js';
import {
  belongingOf,
  findEntry,
  holdEntry,
  holdProvider,
  notNow,
  requireWriting,
} from '../entry/entry-access.js';
import { type Entry, type EntryKind, providerIdOf, type Values } from '../entry/entry-kinds.js';
import { sourceFor } from '../entry/reference-source.js';
import { type Step, type StepName, stepsFrom } from '../entry/steps.js';
import type { ListingService } from '../listing/listing.service.js';
import type { EntryWarnings, Written } from './entry-warnings.service.js';

/** The result of a change: the entry, and the request for fields that the council owns. */
export interface Changed<E extends Entry> {
  readonly entry: E;
  /** Null if all changes have been made. */
  readonly request: ChangeRequest | null;
}

/** The reason for a change, which the change log keeps. */
export interface Why {
  readonly reason?: string | null | undefined;
}

/** Creates providers, sites and offerings as drafts, changes them, and takes them from state to state. */
export class EntryService {
  constructor(
    private readonly writer: RegisterWriter,
    private readonly listings: ListingService,
    private readonly clock: Clock,
    private readonly warnings: EntryWarnings,
  ) {}

  /**
   * Creates a draft. With an idempotency key, a repeated request returns what the first one created, if the actor may still
   * create and see it.
   * @throws UserProblem if the input is not valid; NotFound, Forbidden.
   */
  async create<E extends Entry>(
    actor: Actor,
    kind: EntryKind<E>,
    input: Values,
    { reason, idempotencyKey }: Why & { readonly idempotencyKey?: string | null | undefined } = {},
  ): Promise<E> {
    const attribution = by(actor, reason);
    const values = kind.checked(input);
    const work = async (db: EntityManager) => {
      const source = sourceFor(actor, await requireAdding(db, actor, kind, values));
      const request = {
        actor: actor.name,
        key: idempotencyKey,
        operation: `create ${kind.word}`,
        sent: { input, reason },
        now: this.clock.now(),
      };
      return makeOnce(
        db,
        request,
        kind.entity,
        (id) => kind.insert(db, { ...values, id }, source),
        (id) => findEntry(db, actor, kind, id),
      );
    };
    const entry = await this.writer.write(kind.constraints, work, attribution);
    await this.tell(actor, [{ entry, sent: values }]);
    return entry;
  }

  /** Warns the author of stored entries of what they should know. */
  tell(actor: Actor, written: readonly Written[]): Promise<void> {
    return this.warnings.tell(actor, written);
  }

  /** Stores a draft in the open transaction. @throws UserProblem, Forbidden. */
  async add<E extends Entry>(
    db: EntityManager,
    actor: Actor,
    kind: EntryKind<E>,
    values: Values,
  ): Promise<E> {
    const source = sourceFor(actor, await requireAdding(db, actor, kind, values));
    return kind.insert(db, { ...values, id: uuidv7() }, source);
  }

  /**
   * Changes an entry at a version. A provider can change all fields of its drafts. For a listed or suspended entry, its own
   * fields change at once, and changes to the others become a change request.
   * @throws UserProblem if the input is not valid or the state does not allow it; NotFound, Conflict, Forbidden.
   */
  async update<E extends Entry>(
    actor: Actor,
    kind: EntryKind<E>,
    id: string,
    version: number,
    input: Values,
    why: Why = {},
  ): Promise<Changed<E>> {
    const attribution = by(actor, why.reason);
    const wanted = kind.checkedChanges(input);
    const work = (db: EntityManager) => this.change(db, actor, kind, id, version, wanted, attribution);
    const changed = await this.writer.write(kind.constraints, work, attribution);
    await this.tell(actor, [{ entry: changed.entry, sent: wanted }]);
    return changed;
  }

  /** Like `update`, in the open transaction and with a checked input and reason. */
  async change<E extends Entry>(
    db: EntityManager,
    actor: Actor,
    kind: EntryKind<E>,
    id: string,
    version: number,
    wanted: Values,
    { reason }: Pick<Attribution, 'reason'>,
  ): Promise<Changed<E>> {
    const { entry, provider } = await holdEntry(db, actor, kind, id, version);
    requireWriting(actor, provider);
    kind.checkAreas(entry, wanted);
    const belonging = belongingOf(provider);
    const source = sourceFor(actor, belonging);
    const stored = await kind.stored(db, entry, Object.keys(wanted), source);
    const changes = { ...kind.restated(stored, wanted), ...differences(stored, wanted) };
    if (actor.may('register.write', belonging) || editing[entry.state] === 'FREELY') {
      requireNewHome(actor, belonging, changes);
      return { entry: await updateIfAny(db, kind, entry, changes, source), request: null };
    }
    if (editing[entry.state] !== 'BY_REQUEST') throw notNow(entry);
    const { own, council } = byOwner(kind.name, stored, changes);
    if (council.length === 0)
      return { entry: await updateIfAny(db, kind, entry, own, source), request: null };
    // A request that could never be approved is refused now, so that the council does not have to.
    await tryOut(db, (inner) => kind.couldUpdate(inner, id, version, changes, source));
    const request = await askFor(db, {
      providerId: providerIdOf(entry),
      entryKind: kind.name,
      entryId: id,
      fields: council,
      reason: reason ?? null,
      requestedBy: actor.name,
    });
    return { entry: await updateIfAny(db, kind, entry, own, source), request };
  }

  /**
   * Takes a step at a version.
   * @throws UserProblem if the state of the entry does not allow the step; NotFound, Conflict, Forbidden.
   */
  async take<E extends Entry>(
    actor: Actor,
    kind: EntryKind<E>,
    id: string,
    version: number,
    name: StepName,
    why: Why = {},
  ): Promise<E> {
    const attribution = by(actor, why.reason);
    const work = async (db: EntityManager) => {
      const { entry, provider } = await holdEntry(db, actor, kind, id, version);
      const step = legalStep(kind, entry, name);
      const belonging = belongingOf(provider);
      if (!step.by.some((permission) => actor.may(permission, belonging))) {
        actor.require(step.by[step.by.length - 1]!, belonging);
      }
      // Editors cannot change records of a withdrawn provider.
      if (!actor.may('register.decide', belonging)) requireWriting(actor, provider);
      if (step.needsReason && !attribution.reason) refuse([reasonNeeded]);
      if (step.to === 'LISTED') refuse(await this.listings.problems(db, kind.name, id));
      return kind.update(db, id, version, { state: step.to });
    };
    return this.writer.write(kind.constraints, work, attribution);
  }
}

/** Returns the owner of a new entry. @throws UserProblem if its provider does not exist; Forbidden. */
async function requireAdding(
  db: EntityManager,
  actor: Actor,
  kind: EntryKind,
  values: Values,
): Promise<Belonging> {
  if (kind.name === 'PROVIDER') {
    const belonging = { localAuthorityCode: String(values.localAuthorityCode) };
    actor.require('register.write', belonging);
    return belonging;
  }
  const provider = await holdProvider(db, actor, String(values.providerId));
  requireWriting(actor, provider);
  return belongingOf(provider);
}

const undecided = {
  state: 'OPEN',
  approvedFields: [],
  effectiveOn: null,
  decidedBy: null,
  decidedIn: null,
  decidedAt: null,
  decisionReason: null,
  appliedAt: null,
} as const satisfies Partial<ChangeRequest>;

/**
 * Creates a change request for a locked entry. If the same request already waits, returns that one, so that requests do not pile
 * up. A new reason replaces the old one until the council has decided.
 */
async function askFor(
  db: EntityManager,
  wanted: Omit<ChangeRequest, keyof Versioned | keyof typeof undecided>,
): Promise<ChangeRequest> {
  const { entryId, fields, reason } = wanted;
  const waiting = await db.findBy(ChangeRequest, [
    { entryId, state: 'OPEN' },
    { entryId, state: 'APPROVED', appliedAt: IsNull() },
  ]);
  const same = waiting.find((request) => isSameChange(request.fields, fields));
  if (!same) return insertRecord(db, ChangeRequest, { ...undecided, ...wanted });
  if (same.state !== 'OPEN' || reason === null) return same;
  return updateRecord(db, ChangeRequest, same.id, same.version, { reason });
}

const reasonNeeded: Problem = {
  field: ['reason'],
  code: 'REASON_NEEDED',
  message: 'Give a reason: the people concerned will read it.',
};

/** If nothing would change, nothing is written and the version stays the same. */
async function updateIfAny<E extends Entry>(
  db: EntityManager,
  kind: EntryKind<E>,
  entry: E,
  changes: Values,
  source: string,
): Promise<E> {
  return Object.keys(changes).length === 0
    ? entry
    : kind.update(db, entry.id, entry.version, changes, source);
}

/** To move a provider to another local authority, the actor must keep the registers of both. */
function requireNewHome(actor: Actor, belonging: Belonging, { localAuthorityCode }: Values): void {
  if (typeof localAuthorityCode === 'string') {
    actor.require('register.write', { ...belonging, localAuthorityCode });
  }
}

function legalStep(kind: EntryKind, entry: Entry, name: StepName): Step {
  const legal = stepsFrom(entry.state);
  const step = legal.find((candidate) => candidate.name === name);
  if (step) return step;
  const names = legal.map((candidate) => candidate.name).join(', ');
  const message = `${name} is not possible for this ${kind.word}, which is ${entry.state}. Possible steps: ${names}.`;
  throw UserProblem.of(null, 'NOT_IN_THIS_STATE', message);
}
