import DataLoader from 'dataloader';
import type { Clock } from '../../platform/clock.js';
import type { KeyRange } from '../../platform/key-range.js';
import type { Actor } from '../identity/actor.js';
import type { HoldReach, HoldRepository } from './hold.repository.js';
import type { HoldCriteria } from './hold.rules.js';
import type { VacancyHold } from './vacancy-hold.entity.js';

/** Reads holds: a school its own, a provider and its local authority those on its places. Nobody else knows of them. */
export class HoldService {
  private readonly references: DataLoader<string, string | null>;
  private readonly liveOn: DataLoader<readonly [Actor, string], VacancyHold[]>;

  constructor(
    private readonly repository: HoldRepository,
    private readonly clock: Clock,
  ) {
    this.references = new DataLoader(
      async (ids) => {
        const found = await repository.references(ids);
        return ids.map((id) => found.get(id) ?? null);
      },
      { cache: false },
    );
    this.liveOn = new DataLoader((asked) => this.readLive(asked), { cache: false });
  }

  /** A page of holds that the actor may see, newest first. */
  page(actor: Actor, criteria: HoldCriteria, range: KeyRange): Promise<VacancyHold[]> {
    return this.repository.page(reachOf(actor), criteria, this.now(), range);
  }

  count(actor: Actor, criteria: HoldCriteria): Promise<number> {
    return this.repository.count(reachOf(actor), criteria, this.now());
  }

  /** Holds by id, of those that the actor may see. */
  byIds(actor: Actor, ids: readonly string[]): Promise<VacancyHold[]> {
    return this.repository.byIds(reachOf(actor), ids);
  }

  /** The live holds on a vacancy that the actor may see, those that end first first. */
  live(actor: Actor, vacancyId: string): Promise<VacancyHold[]> {
    return this.liveOn.load([actor, vacancyId]);
  }

  /** What the school calls its hold. Null for everyone who does not act for that school, and if it has no name for it. */
  reference(actor: Actor, { id, schoolUrn }: VacancyHold): Promise<string | null> | null {
    const schools = actor.schoolsWithin('hold.place');
    return schools !== 'all' && schools.includes(schoolUrn) ? this.references.load(id) : null;
  }

  private now(): Date {
    return new Date(this.clock.now());
  }

  /** One statement for each actor. A request has one actor. */
  private async readLive(asked: readonly (readonly [Actor, string])[]): Promise<VacancyHold[][]> {
    const actors = [...new Set(asked.map(([actor]) => actor))];
    const found = new Map<Actor, VacancyHold[]>();
    for (const actor of actors) {
      const ids = asked.flatMap(([other, id]) => (other === actor ? id : []));
      found.set(actor, await this.repository.live(reachOf(actor), ids, this.now()));
    }
    return asked.map(([actor, id]) => found.get(actor)!.filter(({ vacancyId }) => vacancyId === id));
  }
}

/** @throws Forbidden if the actor may see no hold at all. */
function reachOf(actor: Actor): HoldReach {
  if (!actor.may('register.read') && !actor.may('entry.read')) actor.require('hold.place');
  const schools = actor.schoolsWithin('hold.place');
  const register = actor.within('register.read');
  const own = actor.within('entry.read');
  return {
    everything: schools === 'all' || register === 'all' || own === 'all',
    schools: schools === 'all' ? [] : schools,
    localAuthorities: register === 'all' ? [] : register.localAuthorities,
    providers: own === 'all' ? [] : own.providers,
  };
}
