import DataLoader from 'dataloader';
import type { Clock } from '../../../platform/clock.js';
import type { Bind, Condition } from '../../../platform/database/conditions.js';
import { Forbidden } from '../../../platform/errors.js';
import type { KeyRange } from '../../../platform/key-range.js';
import type { Actor } from '../../identity/actor.js';
import type { PersonNames } from '../../identity/person-names.service.js';
import type { ChangeRequest } from '../change-request/change-request.entity.js';
import { mayEditParts } from '../entry/editing.rules.js';
import type { Entry, EntryKindName, EntryKinds } from '../entry/entry-kinds.js';
import { type Step, stepsFrom } from '../entry/steps.js';
import type {
  EntryListRepository,
  FreshnessCounts,
  ReviewReasonCount,
  StateCount,
  TakenStep,
} from './entry-list.repository.js';
import type { ListedEntry, RegisterEntry } from './entry-page.repository.js';
import {
  anyFoundBy,
  chosenProvider,
  type RegisterCriteria,
  whether,
} from './register-conditions.repository.js';
import type { RegisterSort } from './register-filter.rules.js';

export type {
  Bind,
  Condition,
  FreshnessCounts,
  ListedEntry,
  RegisterCriteria,
  RegisterEntry,
  ReviewReasonCount,
  StateCount,
  TakenStep,
};
export { anyFoundBy, chosenProvider, whether };

/**
 * Turns a field that another feature added to the register's filter into conditions within the actor's reach.
 * @throws Forbidden if the actor must not use the field; UserProblem if the value is not valid.
 */
export interface FilterAddition {
  /** The name of the field that the feature adds to `RegisterFilter`. */
  readonly field: string;
  readonly conditions: (actor: Actor, given: unknown) => readonly Condition[];
}

/** An overview of a local authority's register. */
export interface Overview {
  readonly localAuthorityCode: string;
  readonly states: readonly StateCount[];
  /** Entries that are submitted or in review. */
  readonly waitingEntries: number;
  readonly openChangeRequests: number;
  readonly reviewReasons: readonly ReviewReasonCount[];
  readonly vacancies: FreshnessCounts;
}

/** Reads the register in all its states: for those who keep it, and for providers their own entries. */
export class EntryListService {
  private readonly records: Readonly<Record<EntryKindName, DataLoader<string, Entry | null>>>;
  private readonly steps: Readonly<Record<EntryKindName, DataLoader<string, TakenStep | null>>>;
  private readonly requests: DataLoader<string, ChangeRequest[]>;

  constructor(
    private readonly repository: EntryListRepository,
    kinds: EntryKinds,
    people: Pick<PersonNames, 'shown'>,
    private readonly clock: Clock,
    /** The fields that other features add to the filter. */
    private readonly additions: readonly FilterAddition[] = [],
  ) {
    const eachKind = <T>(load: (kind: EntryKindName, ids: readonly string[]) => Promise<Map<string, T>>) => {
      const loader = (kind: EntryKindName) =>
        uncached<T | null>(async (ids) => {
          const found = await load(kind, ids);
          return ids.map((id) => found.get(id) ?? null);
        });
      return { PROVIDER: loader('PROVIDER'), SITE: loader('SITE'), OFFERING: loader('OFFERING') };
    };
    this.records = eachKind<Entry>((kind, ids) => repository.records(kinds[kind] as never, ids));
    this.steps = eachKind(async (kind, ids) => {
      const taken = await repository.lastSteps(kind, ids);
      return new Map([...taken].map(([id, step]) => [id, { ...step, actor: people.shown(step.actor) }]));
    });
    this.requests = uncached(async (ids) => {
      const pending = await repository.pendingRequestsOf(ids);
      return ids.map((id) => pending.filter(({ entryId }) => entryId === id));
    });
  }

  /** Separates the fields of other features from a filter, and returns their conditions. @throws what these throw. */
  divideFilter(actor: Actor, filter: object): { own: object; added: Condition[] } {
    const own: Record<string, unknown> = { ...filter };
    const added: Condition[] = [];
    for (const { field, conditions } of this.additions) {
      if (own[field] != null) added.push(...conditions(actor, own[field]));
      delete own[field];
    }
    return { own, added };
  }

  /** Reads entries within the actor's reach, in an order. @throws Forbidden if the actor only sees public entries. */
  page(
    actor: Actor,
    criteria: RegisterCriteria,
    sort: RegisterSort,
    range: KeyRange,
  ): Promise<ListedEntry[]> {
    requireReading(actor);
    return this.repository.page(actor, criteria, sort, range);
  }

  count(actor: Actor, criteria: RegisterCriteria): Promise<number> {
    requireReading(actor);
    return this.repository.count(actor, criteria);
  }

  /** Reads an entry in any state. Returns null if the actor cannot reach such an entry. @throws Forbidden like `page`. */
  async entry(actor: Actor, kind: EntryKindName, id: string): Promise<RegisterEntry | null> {
    requireReading(actor);
    return this.repository.entry(actor, kind, id);
  }

  /** Reads the record of an entry that was read within the actor's reach. */
  recordOf({ kind, id }: RegisterEntry): Promise<Entry | null> {
    return this.records[kind].load(id);
  }

  /** Reads who brought the entry to its state, when and why. Returns null if that was before the change log began. */
  lastStepOf({ kind, id }: RegisterEntry): Promise<TakenStep | null> {
    return this.steps[kind].load(id);
  }

  /** Reads the pending change requests of an entry: open, approved for a later day, or failed. */
  pendingRequestsOf({ id }: RegisterEntry): Promise<ChangeRequest[]> {
    return this.requests.load(id);
  }

  /** Reads change requests about entries within the actor's reach by id. @throws Forbidden like `page`. */
  async requestsByIds(actor: Actor, ids: readonly string[]): Promise<ChangeRequest[]> {
    requireReading(actor);
    return this.repository.requestsByIds(actor, ids);
  }

  /** Returns the steps that the actor may take from the entry's state. */
  stepsFor(
    actor: Actor,
    { state, providerId, localAuthorityCode, isMerged, providerState }: RegisterEntry,
  ): readonly Step[] {
    if (isMerged) return [];
    const belonging = { providerId, localAuthorityCode };
    const isCouncil = actor.may('register.write', belonging) || actor.may('register.decide', belonging);
    if (!isCouncil && !mayEditParts(providerState)) return [];
    return stepsFrom(state).filter(({ by }) => by.some((permission) => actor.may(permission, belonging)));
  }

  /** Reads the overview of a local authority's register. @throws Forbidden unless the actor reads that register. */
  async overview(actor: Actor, localAuthorityCode: string): Promise<Overview> {
    actor.require('register.read', { localAuthorityCode });
    const [{ states, vacancies }, waitingFor] = await Promise.all([
      this.repository.countsIn(localAuthorityCode, new Date(this.clock.now())),
      this.repository.waitingIn(localAuthorityCode),
    ]);
    const waiting = states.filter(({ state }) => state === 'SUBMITTED' || state === 'IN_REVIEW');
    const waitingEntries = waiting.reduce((sum, { count }) => sum + count, 0);
    return { localAuthorityCode, states, waitingEntries, ...waitingFor, vacancies };
  }
}

/** Batches the keys of one tick. Keeps nothing, because what is read depends on the caller and is seldom read. */
function uncached<V>(load: (ids: readonly string[]) => Promise<V[]>): DataLoader<string, V> {
  return new DataLoader(load, { cache: false });
}

function requireReading(actor: Actor): void {
  if (actor.may('register.read') || actor.may('entry.read')) return;
  throw new Forbidden('This needs the permission register.read or entry.read.', 'register.read');
}
