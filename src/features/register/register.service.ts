import DataLoader from 'dataloader';
import type { Clock } from '../../platform/clock.js';
import type { NameKey } from '../../platform/database/rows.js';
import { Forbidden } from '../../platform/errors.js';
import type { Actor } from '../identity/actor.js';
import type { ChangeRequest } from './change-request.entity.js';
import type { Entry, EntryKindName, EntryKinds } from './entry-kinds.js';
import type {
  FreshnessCounts,
  RegisterCriteria,
  RegisterEntry,
  RegisterRepository,
  StateCount,
  TakenStep,
} from './register.repository.js';
import { type Step, stepsFrom } from './steps.js';

export type { FreshnessCounts, RegisterCriteria, RegisterEntry, StateCount, TakenStep };

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
    private readonly clock: Clock,
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
    this.steps = eachKind((kind, ids) => repository.lastSteps(kind, ids));
    this.requests = uncached(async (ids) => {
      const pending = await repository.pendingRequestsOf(ids);
      return ids.map((id) => pending.filter(({ entryId }) => entryId === id));
    });
  }

  /** Entries within reach, by name. @throws Forbidden for those who may see nothing but what is public. */
  page(
    actor: Actor,
    criteria: RegisterCriteria,
    after: NameKey | null,
    limit: number,
  ): Promise<RegisterEntry[]> {
    requireReading(actor);
    return this.repository.page(actor, criteria, after, limit);
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
    { state, providerId, localAuthorityCode, isMerged }: RegisterEntry,
  ): readonly Step[] {
    if (isMerged) return [];
    const belonging = { providerId, localAuthorityCode };
    return stepsFrom(state).filter(({ by }) => by.some((permission) => actor.may(permission, belonging)));
  }

  /** What a local authority's register stands at. @throws Forbidden unless the actor reads it. */
  async overview(actor: Actor, localAuthorityCode: string): Promise<Overview> {
    actor.require('register.read', { localAuthorityCode });
    const [states, openChangeRequests, vacancies] = await Promise.all([
      this.repository.statesIn(localAuthorityCode),
      this.repository.openRequestsIn(localAuthorityCode),
      this.repository.freshnessIn(localAuthorityCode, new Date(this.clock.now())),
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
