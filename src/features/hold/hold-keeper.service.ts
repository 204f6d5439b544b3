import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { type Clock, londonDay } from '../../platform/clock.js';
import { timeIn } from '../../platform/database/database-clock.js';
import {
  insertRecord,
  type RegisterWriter,
  requireVersion,
  updateRecord,
} from '../../platform/database/register-writer.js';
import { invalid, type Problem, refuse, UserProblem } from '../../platform/errors.js';
import { parseInput } from '../../platform/parse.js';
import type { Actor } from '../identity/actor.js';
import { Offering } from '../offering/offering.entity.js';
import { School } from '../place/school.entity.js';
import { schoolsInWords, statusOf } from '../place/school-life.rules.js';
import { makeOnce } from '../privacy/repeatable.service.js';
import type { Provider } from '../provider/provider.entity.js';
import { lockProviderOf } from '../provider/provider-lock.service.js';
import { Site } from '../provider/site.entity.js';
import { belongingOf, mayRead, noSuch, requireWriting } from '../register/entry/entry-access.js';
import { type HeldVacancy, Vacancy } from '../vacancy/vacancy.entity.js';
import { heldOf } from '../vacancy/vacancy.rules.js';
import type { VacancyService } from '../vacancy/vacancy.service.js';
import type { HoldRepository } from './hold.repository.js';
import { declineReason, placeHoldInput, placesProblem, stateOf, untilProblem } from './hold.rules.js';
import type { HoldTeller } from './hold-mail.js';
import type { HoldRule } from './hold-rule.entity.js';
import { VacancyHold } from './vacancy-hold.entity.js';

/** A vacancy that nobody else can hold places of until the transaction ends. */
interface LockedVacancy {
  readonly vacancy: HeldVacancy;
  readonly offering: Offering;
  readonly provider: Provider;
}

/** A live hold that nobody else can change until the transaction ends, on a vacancy that is locked too. */
interface LockedHold extends LockedVacancy {
  readonly hold: VacancyHold;
  /** Milliseconds since 1970, after everything was locked. */
  readonly now: number;
}

/**
 * Makes holds and ends them. Locks the provider, then the vacancy, then the school, and only then reads the clock of Postgres: so the
 * places that are held are never more than were offered when each hold was made, whatever arrives at the same time.
 */
export class HoldKeeperService {
  constructor(
    private readonly repository: HoldRepository,
    private readonly vacancies: VacancyService,
    private readonly teller: HoldTeller,
    private readonly writer: RegisterWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * Holds places of an open vacancy for a school. Needs `place.exact` too, because a caller who holds places learns how many there are.
   * @throws UserProblem if they cannot be held; Forbidden.
   */
  place(actor: Actor, input: z.input<typeof placeHoldInput>, key?: string | null): Promise<VacancyHold> {
    const values = parseInput(placeHoldInput, input);
    actor.require('place.exact');
    actor.requireFor('hold.place', values.school);
    return this.write(actor, async (db) => {
      const locked = await this.lockVacancy(db, values.vacancy);
      if (!locked || !(await isPublic(db, locked))) {
        throw UserProblem.of(['input', 'vacancy'], 'NOT_FOUND', 'There is no vacancy with this id.');
      }
      const request = {
        actor: actor.name,
        key,
        operation: 'place hold',
        sent: input,
        now: this.clock.now(),
      };
      return makeOnce(db, request, VacancyHold, (id) => this.make(db, actor, id, values, locked));
    });
  }

  /** Holds the places for longer. @throws UserProblem, NotFound, Conflict, Forbidden. */
  extend(actor: Actor, id: string, version: number, until: Date): Promise<VacancyHold> {
    return this.change(actor, id, version, async (db, { hold, vacancy, now, ...locked }) => {
      actor.requireFor('hold.place', hold.schoolUrn);
      const rule = await this.rule(db, now);
      const late = untilProblem(until, now, rule, ['until']);
      refuse([
        ...(late ? [late] : []),
        ...(until <= hold.until ? [invalid(['until'], 'Give a later end than it has now.')] : []),
        ...(hold.extended >= rule.mostExtensions
          ? [problem(null, 'TOO_MANY', `This hold was extended ${hold.extended} times, which is the limit.`)]
          : []),
        ...(heldOf(vacancy.holds, now) > vacancy.placesAvailable
          ? [problem(null, 'NOT_ENOUGH', 'Fewer places are offered than are held now. Ask the provider.')]
          : []),
      ]);
      const longer = await updateRecord(db, VacancyHold, id, version, { until, extended: hold.extended + 1 });
      await this.teller.tell(db, 'EXTENDED', longer, locked);
      return longer;
    });
  }

  /** The school no longer needs the places. @throws NotFound, Conflict, Forbidden, UserProblem if it is not live. */
  release(actor: Actor, id: string, version: number): Promise<VacancyHold> {
    return this.change(actor, id, version, async (db, { hold, now, ...locked }) => {
      actor.requireFor('hold.place', hold.schoolUrn);
      await this.teller.tell(db, 'RELEASED', hold, locked);
      return this.end(db, hold, { endedAs: 'RELEASED', endedAt: new Date(now) });
    });
  }

  /** The places are taken: so many fewer are offered, and the vacancy has another version. For the school and the provider. */
  convert(actor: Actor, id: string, version: number): Promise<VacancyHold> {
    return this.change(actor, id, version, async (db, { hold, vacancy, offering, provider, now }) => {
      const isOfSchool = actor.mayFor('hold.place', hold.schoolUrn);
      if (!isOfSchool) requireWriting(actor, provider, offering);
      await updateRecord(db, Vacancy, vacancy.id, vacancy.version, {
        placesAvailable: Math.max(0, vacancy.placesAvailable - hold.places),
      });
      if (isOfSchool) await this.teller.tell(db, 'CONVERTED', hold, { provider, offering });
      return this.end(db, hold, { endedAs: 'CONVERTED', endedAt: new Date(now) });
    });
  }

  /** The provider, or the council for it, cannot keep the places. @throws NotFound, Conflict, Forbidden, UserProblem. */
  decline(actor: Actor, id: string, version: number, given: string): Promise<VacancyHold> {
    const endReason = parseInput(declineReason, given, ['reason']);
    return this.change(actor, id, version, async (db, { hold, offering, provider, now }) => {
      requireWriting(actor, provider, offering);
      return this.end(db, hold, { endedAs: 'DECLINED', endedAt: new Date(now), endReason });
    });
  }

  private async make(
    db: EntityManager,
    actor: Actor,
    id: string,
    { school: schoolUrn, places, until, reference }: z.output<typeof placeHoldInput>,
    locked: LockedVacancy,
  ): Promise<VacancyHold> {
    const { vacancy } = locked;
    const school = await db.findOneBy(School, { urn: schoolUrn });
    await this.repository.lockSchool(db, schoolUrn);
    const now = await timeIn(db, this.clock);
    const rule = await this.rule(db, now);
    const live = await this.repository.countLive(db, schoolUrn, now);
    const found = [
      schoolProblem(school),
      untilProblem(until, now, rule, ['input', 'until']),
      live < rule.mostLive ? null : tooMany(rule),
      placesProblem(vacancy, places, now),
    ];
    refuse(found.filter((one) => one !== null));
    const hold = await insertRecord(db, VacancyHold, {
      id,
      vacancyId: vacancy.id,
      offeringId: vacancy.offeringId,
      schoolUrn,
      places,
      until,
      madeAt: new Date(now),
      madeBy: actor.name,
      extended: 0,
      endedAt: null,
      endedAs: null,
      endReason: null,
    });
    if (reference !== null) await this.repository.keepReference(db, id, reference);
    await this.teller.tell(db, 'PLACED', hold, locked);
    return hold;
  }

  private end(
    db: EntityManager,
    { id, version }: VacancyHold,
    as: Pick<VacancyHold, 'endedAt' | 'endedAs'> & Partial<Pick<VacancyHold, 'endReason'>>,
  ): Promise<VacancyHold> {
    return updateRecord(db, VacancyHold, id, version, as);
  }

  /** Locks a live hold for a change. For a caller who cannot see it, it does not exist. */
  private change(
    actor: Actor,
    id: string,
    version: number,
    work: (db: EntityManager, locked: LockedHold) => Promise<VacancyHold>,
  ): Promise<VacancyHold> {
    return this.write(actor, async (db) => {
      const before = await db.findOneBy(VacancyHold, { id });
      const locked = before && (await this.lockVacancy(db, before.vacancyId));
      const hold =
        locked && (await db.findOne(VacancyHold, { where: { id }, lock: { mode: 'pessimistic_write' } }));
      if (!hold || !maySee(actor, hold, locked.provider)) throw noSuch('hold');
      requireVersion(hold, version, 'This hold');
      const now = await timeIn(db, this.clock);
      const state = stateOf(hold, now);
      if (state !== 'LIVE') {
        throw UserProblem.of(
          null,
          'NOT_IN_THIS_STATE',
          `This hold is ${state}, so it can no longer be changed.`,
        );
      }
      return work(db, { ...locked, hold, now });
    });
  }

  /** Null if there is no such vacancy. @throws MovedMeanwhile if its offering went to another provider in between. */
  private async lockVacancy(db: EntityManager, id: string): Promise<LockedVacancy | null> {
    const offeringId = await this.repository.offeringOf(db, id);
    const provider = offeringId === null ? null : await lockProviderOf(db, 'offering', offeringId);
    if (!provider) return null;
    const vacancy = await db.findOne(Vacancy, { where: { id }, lock: { mode: 'pessimistic_write' } });
    const offering = vacancy && (await db.findOneBy(Offering, { id: vacancy.offeringId }));
    if (!offering) return null;
    return { vacancy: await this.vacancies.withHolds(db, vacancy), offering, provider };
  }

  private async rule(db: EntityManager, now: number): Promise<HoldRule> {
    const rule = await this.repository.ruleOn(db, londonDay(now));
    if (rule) return rule;
    throw UserProblem.of(null, 'BLOCKED', 'No rule on holds is in force, so places cannot be held now.');
  }

  private write(actor: Actor, work: (db: EntityManager) => Promise<VacancyHold>): Promise<VacancyHold> {
    return this.writer.write({}, work, actor.because());
  }
}

/** Whether everyone can see the vacancy. */
async function isPublic(db: EntityManager, { vacancy, offering, provider }: LockedVacancy): Promise<boolean> {
  if (offering.state !== 'LISTED' || provider.state !== 'LISTED') return false;
  return vacancy.siteId === null || db.existsBy(Site, { id: vacancy.siteId, state: 'LISTED' });
}

function maySee(actor: Actor, { schoolUrn }: VacancyHold, provider: Provider): boolean {
  return actor.mayFor('hold.place', schoolUrn) || mayRead(actor, belongingOf(provider));
}

function schoolProblem(school: School | null): Problem | null {
  const field = ['input', 'school'];
  if (school === null) return problem(field, 'NOT_FOUND', 'The hub has no school with this URN.');
  if (statusOf(school) !== 'CLOSED') return null;
  return problem(field, 'NOT_IN_THIS_STATE', `GIAS says that ${schoolsInWords([school])} has closed.`);
}

function tooMany({ mostLive }: HoldRule): Problem {
  const message = `A school can have ${mostLive} live holds at a time. Release one first.`;
  return problem(['input', 'school'], 'TOO_MANY', message);
}

function problem(field: string[] | null, code: Problem['code'], message: string): Problem {
  return { field, code, message };
}
