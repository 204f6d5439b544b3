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
import { makeOnce } from '../../privacy/repeatable.service.js';
import { Vacancy } from '../../vacancy/vacancy.entity.js';
import type { vacancyChanges, vacancyInput } from '../../vacancy/vacancy.rules.js';
import { type VacancyService, vacancyConstraints } from '../../vacancy/vacancy.service.js';
import { holdProvider, noSuch, requireWriting } from '../entry/entry-access.js';

/** Nobody knows for longer than half a year. */
const LONGEST = 180;

/** Vacancies as those keep them who know: the provider, or the council for it. Whoever states a vacancy confirms it. */
export class VacancyKeeperService {
  constructor(
    private readonly vacancies: VacancyService,
    private readonly writer: RegisterWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * States a vacancy, confirmed now for so many days.
   * @throws UserProblem for what is wrong with the input, Forbidden.
   */
  async create(
    actor: Actor,
    input: Omit<z.input<typeof vacancyInput>, 'confirmedAt' | 'expiresAt'>,
    { confirmedForDays, idempotencyKey }: { confirmedForDays: number; idempotencyKey?: string | null },
  ): Promise<Vacancy> {
    const values = this.vacancies.checked({ ...input, ...this.confirmation(confirmedForDays) });
    return this.write(actor, async (db) => {
      await this.requireWriting(db, actor, values.offeringId);
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

  /** Changes what is stated at a version; the confirmation stays what it was. @throws UserProblem, NotFound, Conflict, Forbidden. */
  async update(
    actor: Actor,
    id: string,
    version: number,
    input: z.input<typeof vacancyChanges>,
  ): Promise<Vacancy> {
    const changes = this.vacancies.checkedChanges(input);
    return this.write(actor, async (db) => {
      await this.requireOwn(db, actor, id);
      return updateRecord(db, Vacancy, id, version, changes);
    });
  }

  /** Says that it is still true, from now for so many days; with another number of places where that has changed. */
  async confirm(
    actor: Actor,
    id: string,
    version: number,
    { confirmedForDays, placesAvailable }: { confirmedForDays: number; placesAvailable?: number | null },
  ): Promise<Vacancy> {
    const changes = this.vacancies.checkedChanges({
      ...this.confirmation(confirmedForDays),
      ...(placesAvailable != null && { placesAvailable }),
    });
    return this.write(actor, async (db) => {
      await this.requireOwn(db, actor, id);
      return updateRecord(db, Vacancy, id, version, changes);
    });
  }

  private confirmation(days: number): { confirmedAt: Date; expiresAt: Date } {
    if (days < 1 || days > LONGEST) {
      const message = `Confirm it for 1 to ${LONGEST} days, not ${days}.`;
      refuse([invalid(['confirmedForDays'], message)]);
    }
    const now = this.clock.now();
    return { confirmedAt: new Date(now), expiresAt: new Date(now + days * DAY) };
  }

  private async requireOwn(db: EntityManager, actor: Actor, id: string): Promise<void> {
    const vacancy = await db.findOneBy(Vacancy, { id });
    if (!vacancy) throw noSuch('vacancy');
    await this.requireWriting(db, actor, vacancy.offeringId);
  }

  private async requireWriting(db: EntityManager, actor: Actor, offeringId: string): Promise<void> {
    const field = ['input', 'offering'];
    const before = await db.findOneBy(Offering, { id: offeringId });
    const provider = before && (await holdProvider(db, actor, before.providerId, field));
    const offering = provider && (await db.findOneBy(Offering, { id: offeringId }));
    if (!offering) throw UserProblem.of(field, 'NOT_FOUND', 'There is no such offering.');
    if (offering.providerId !== provider.id) {
      throw new MovedMeanwhile('The offering went to another provider while this waited.');
    }
    requireWriting(actor, provider, offering);
  }

  private write<T>(actor: Actor, work: (db: EntityManager) => Promise<T>): Promise<T> {
    return this.writer.write(vacancyConstraints, work, actor.because());
  }
}
