import DataLoader from 'dataloader';
import type { Clock } from '../../../platform/clock.js';
import { Forbidden } from '../../../platform/errors.js';
import type { Actor } from '../../identity/actor.js';
import type { PersonNames } from '../../identity/person-names.service.js';
import type { ChangeRequest } from '../change-request/change-request.entity.js';
import { mayEditParts } from '../entry/editing.rules.js';
import type { Entry, EntryKindName, EntryKinds } from '../entry/entry-kinds.js';
import { type Step, stepsFrom } from '../entry/steps.js';
import type {
  FreshnessCounts,
  ListedEntry,
  RegisterEntry,
  RegisterRepository,
  StateCount,
  TakenStep,
} from './register.repository.js';
import {
  anyFoundBy,
  type Bind,
  type Condition,
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
  StateCount,
  TakenStep,
};
export { anyFoundBy, whether };

/**
 * What another feature makes of its own field of the register's filter: conditions within the actor's reach.
 * @throws Forbidden for who may not ask, UserProblem for what is wrong with what was given.
 */
export interface FilterAddition {
  /** The field, as the feature adds it to `RegisterFilter`. */
  readonly field: string;
  readonly conditions: (actor: Actor, given: unknown) => readonly Condition[];
}

/** What a local authority's register stands at. */
export interface Overview {
  readonly localAuthorityCode: string;
  readonly states: readonly StateCount[];
  /** Submitted or in review. */
  readonly waitingEntries: number;
  readonly openChangeRequests: number;
  readonly vacancies: FreshnessCounts;
}

/** Reads the register in all its states, for those who keep it and for providers about themselves. */
export class RegisterService {
  private readonly records: Readonly<Record<EntryKindName, DataLoader<string, Entry | null>>>;
  private readonly steps: Readonly<Record<EntryKindName, DataLoader<string, TakenStep | null>>>;
  private readonly requests: DataLoader<string, ChangeRequest[]>;

  constructor(
    private readonly repository: RegisterRepository,
    kinds: EntryKinds,
    people: Pick<PersonNames, 'shown'>,
    private readonly clock: Clock,
    /** What other features make of their fields of the filter. */
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

  /** A filter without the fields of other features, and what these make of theirs. @throws as they do. */
  divideFilter(actor: Actor, filter: object): { own: object; added: Condition[] } {
    const own: Record<string, unknown> = { ...filter };
    const added: Condition[] = [];
    for (const { field, conditions } of this.additions) {
      if (own[field] != null) added.push(...conditions(actor, own[field]));
      delete own[field];
    }
    return { own, added };
  }

  /** Entries within reach, in an order. @throws Forbidden for those who may see nothing but what is public. */
  page(
    actor: Actor,
    criteria: RegisterCriteria,
    sort: RegisterSort,
    after: readonly [string, string] | null,
    limit: number,
  ): Promise<ListedEntry[]> {
    requireReading(actor);
    return this.repository.page(actor, criteria, sort, after, limit);
  }

  count(actor: Actor, criteria: RegisterCriteria): Promise<number> {
    requireReading(actor);
    return this.repository.count(actor, criteria);
  }

  /** An entry in any state, null when there is none within reach. @throws Forbidden as `page`. */
  async entry(actor: Actor, kind: EntryKindName, id: string): Promise<RegisterEntry | null> {
    requireReading(actor);
    return this.repository.entry(actor, kind, id);
  }

  /** The record of an entry that was read within reach. */
  recordOf({ kind, id }: RegisterEntry): Promise<Entry | null> {
    return this.records[kind].load(id);
  }

  /** Who brought it to where it is, when and why; null for what has been there since before the log began. */
  lastStepOf({ kind, id }: RegisterEntry): Promise<TakenStep | null> {
    return this.steps[kind].load(id);
  }

  /** What the provider asked for and is not done with: open, approved for a later day, or failed. */
  pendingRequestsOf({ id }: RegisterEntry): Promise<ChangeRequest[]> {
    return this.requests.load(id);
  }

  /** The steps that the actor may take from where an entry is. */
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

  /** What a local authority's register stands at. @throws Forbidden unless the actor reads it. */
  async overview(actor: Actor, localAuthorityCode: string): Promise<Overview> {
    actor.require('register.read', { localAuthorityCode });
    const [{ states, vacancies }, openChangeRequests] = await Promise.all([
      this.repository.countsIn(localAuthorityCode, new Date(this.clock.now())),
      this.repository.openRequestsIn(localAuthorityCode),
    ]);
    const waiting = states.filter(({ state }) => state === 'SUBMITTED' || state === 'IN_REVIEW');
    const waitingEntries = waiting.reduce((sum, { count }) => sum + count, 0);
    return { localAuthorityCode, states, waitingEntries, openChangeRequests, vacancies };
  }
}

/** Batches what is asked for in one tick; keeps nothing, for what is read depends on who asks and is read seldom. */
function uncached<V>(load: (ids: readonly string[]) => Promise<V[]>): DataLoader<string, V> {
  return new DataLoader(load, { cache: false });
}

function requireReading(actor: Actor): void {
  if (actor.may('register.read') || actor.may('entry.read')) return;
  throw new Forbidden('This needs the permission register.read or entry.read.', 'register.read');
}
