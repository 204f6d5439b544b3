import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '../../../platform/clock.js';
import { DAY } from '../../../platform/clock.js';
import { MovedMeanwhile } from '../../../platform/database/again.js';
import {
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../../platform/database/register-writer.js';
import { invalid, refuse, UserProblem } from '../../../platform/errors.js';
import type { Actor } from '../../identity/actor.js';
import { Offering } from '../../offering/offering.entity.js';
import { School } from '../../place/school.entity.js';
import { schoolsInWords, statusOf } from '../../place/school-life.rules.js';
import { makeOnce } from '../../privacy/repeatable.service.js';
import { type HeldVacancy, Vacancy } from '../../vacancy/vacancy.entity.js';
import { fewerThanHeld, type vacancyChanges, type vacancyInput } from '../../vacancy/vacancy.rules.js';
import { type VacancyService, vacancyConstraints } from '../../vacancy/vacancy.service.js';
import { holdProvider, noSuch, requireWriting } from '../entry/entry-access.js';

/** The largest number of days that a confirmation can last: about half a year. */
const LONGEST = 180;

/** @throws UserProblem if the school of a vacancy has closed: no one can confirm its places. */
function refuseIfClosed(school: School | null): void {
  if (school === null || statusOf(school) !== 'CLOSED') return;
  const message =
    `GIAS says that ${schoolsInWords([school])} has closed, so its vacancies cannot be confirmed. ` +
    'If the provider goes on under another URN, ask the council to change the URN first.';
  throw UserProblem.of(null, 'NOT_IN_THIS_STATE', message);
}

/** Creates, changes and confirms vacancies for the provider, or for the council on its behalf. A new vacancy is confirmed. */
export class VacancyKeeperService {
  constructor(
    private readonly vacancies: VacancyService,
    private readonly writer: RegisterWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * Creates a vacancy, confirmed now for a number of days.
   * @throws UserProblem if the input is not valid; Forbidden.
   */
  async create(
    actor: Actor,
    input: Omit<z.input<typeof vacancyInput>, 'confirmedAt' | 'expiresAt'>,
    { confirmedForDays, idempotencyKey }: { confirmedForDays: number; idempotencyKey?: string | null },
  ): Promise<HeldVacancy> {
    const values = this.vacancies.checked({ ...input, ...this.confirmation(confirmedForDays) });
    return this.write(actor, async (db) => {
      refuseIfClosed(await this.requireWriting(db, actor, values.offeringId));
      const request = {
        actor: actor.name,
        key: idempotencyKey,
        operation: 'create vacancy',
        sent: { input, confirmedForDays },
        now: this.clock.now(),
      };
      return makeOnce(db, request, Vacancy, (id) => insertRecord(db, Vacancy, { ...values, id }));
    });
  }

  /** Changes a vacancy at a version. Its confirmation stays as it was. @throws UserProblem, NotFound, Conflict, Forbidden. */
  async update(
    actor: Actor,
    id: string,
    version: number,
    input: z.input<typeof vacancyChanges>,
  ): Promise<HeldVacancy> {
    const changes = this.vacancies.checkedChanges(input);
    return this.write(actor, async (db) => {
      await this.requireOwn(db, actor, id);
      return updateRecord(db, Vacancy, id, version, changes);
    });
  }

  /** Confirms a vacancy from now for a number of days. Sets the number of places too, if one is given. */
  async confirm(
    actor: Actor,
    id: string,
    version: number,
    { confirmedForDays, placesAvailable }: { confirmedForDays: number; placesAvailable?: number | null },
  ): Promise<HeldVacancy> {
    const changes = this.vacancies.checkedChanges({
      ...this.confirmation(confirmedForDays),
      ...(placesAvailable != null && { placesAvailable }),
    });
    return this.write(actor, async (db) => {
      refuseIfClosed(await this.requireOwn(db, actor, id));
      return updateRecord(db, Vacancy, id, version, changes);
    });
  }

  private confirmation(days: number): { confirmedAt: Date; expiresAt: Date } {
    if (days < 1 || days > LONGEST) {
      const message = `${days} days is not possible: confirm the vacancy for 1 to ${LONGEST} days.`;
      refuse([invalid(['confirmedForDays'], message)]);
    }
    const now = this.clock.now();
    return { confirmedAt: new Date(now), expiresAt: new Date(now + days * DAY) };
  }

  private async requireOwn(db: EntityManager, actor: Actor, id: string): Promise<School | null> {
    const vacancy = await db.findOneBy(Vacancy, { id });
    if (!vacancy) throw noSuch('vacancy');
    return this.requireWriting(db, actor, vacancy.offeringId);
  }

  /** Returns the school with the provider's URN. Null if there is none. */
  private async requireWriting(db: EntityManager, actor: Actor, offeringId: string): Promise<School | null> {
    const field = ['input', 'offering'];
    const before = await db.findOneBy(Offering, { id: offeringId });
    const provider = before && (await holdProvider(db, actor, before.providerId, field));
    const offering = provider && (await db.findOneBy(Offering, { id: offeringId }));
    if (!offering) throw UserProblem.of(field, 'NOT_FOUND', 'There is no offering with this id.');
    if (offering.providerId !== provider.id) {
      throw new MovedMeanwhile('The offering was moved to another provider while this change waited.');
    }
    requireWriting(actor, provider, offering);
    return provider.urn === null ? null : db.findOneBy(School, { urn: provider.urn });
  }

  /** A lower offer than what is held is allowed: what was held stays held. The actor gets a warning. */
  private write(actor: Actor, work: (db: EntityManager) => Promise<Vacancy>): Promise<HeldVacancy> {
    const written = async (db: EntityManager) => {
      const vacancy = await this.vacancies.withHolds(db, await work(db));
      const warning = fewerThanHeld(vacancy, this.clock.now());
      if (warning) actor.warn(warning);
      return vacancy;
    };
    return this.writer.write(vacancyConstraints, written, actor.because());
  }
}
