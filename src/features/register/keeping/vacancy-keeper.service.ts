import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '../../../platform/clock.js';
import {
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../../platform/database/register-writer.js';
import { UserProblem } from '../../../platform/errors.js';
import { type Confirmation, confirmationBy, ruleFor } from '../../decay/decay.rules.js';
import type { DecayRules } from '../../decay/decay-rule.service.js';
import type { Actor } from '../../identity/actor.js';
import { by } from '../../identity/attribution.rules.js';
import { makeOnce } from '../../privacy/repeatable.service.js';
import { Vacancy } from '../../vacancy/vacancy.entity.js';
import type { vacancyChanges, vacancyInput } from '../../vacancy/vacancy.rules.js';
import { type VacancyService, vacancyConstraints } from '../../vacancy/vacancy.service.js';
import {
  type HeldOffering,
  holdOfferings,
  holdVacancy,
  refuseIfClosed,
  requireVacancyWriting,
} from './held-vacancies.js';

/** Creates, changes and confirms vacancies for the provider, or for the council on its behalf. A new vacancy is confirmed. */
export class VacancyKeeperService {
  constructor(
    private readonly vacancies: VacancyService,
    private readonly decay: DecayRules,
    private readonly writer: RegisterWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * Creates a vacancy, confirmed now for a number of days, or for as long as the rule for it says.
   * @throws UserProblem if the input is not valid; Forbidden.
   */
  async create(
    actor: Actor,
    input: Omit<z.input<typeof vacancyInput>, keyof Confirmation>,
    { confirmedForDays, idempotencyKey }: { confirmedForDays: number | null; idempotencyKey?: string | null },
  ): Promise<Vacancy> {
    const values = this.vacancies.checked(input);
    return this.write(actor, async (db) => {
      const held = await this.holdOffering(db, actor, values.offeringId);
      refuseIfClosed(held);
      const confirmation = await this.confirmation(db, held, values.unit, confirmedForDays);
      const request = {
        actor: actor.name,
        key: idempotencyKey,
        operation: 'create vacancy',
        sent: { input, confirmedForDays },
        now: this.clock.now(),
      };
      return makeOnce(db, request, Vacancy, (id) =>
        insertRecord(db, Vacancy, { ...values, ...confirmation, id }),
      );
    });
  }

  /** Changes a vacancy at a version. Its confirmation stays as it was. @throws UserProblem, NotFound, Conflict, Forbidden. */
  async update(
    actor: Actor,
    id: string,
    version: number,
    input: z.input<typeof vacancyChanges>,
  ): Promise<Vacancy> {
    const changes = this.vacancies.checkedChanges(input);
    return this.write(actor, async (db) => {
      await holdVacancy(db, actor, id);
      return updateRecord(db, Vacancy, id, version, changes);
    });
  }

  /**
   * Confirms a vacancy from now for a number of days, or for as long as the rule for it says. Sets the number of places too, if one
   * is given.
   */
  async confirm(
    actor: Actor,
    id: string,
    version: number,
    {
      confirmedForDays,
      placesAvailable,
    }: { confirmedForDays: number | null; placesAvailable?: number | null },
  ): Promise<Vacancy> {
    const changes = this.vacancies.checkedChanges(placesAvailable == null ? {} : { placesAvailable });
    return this.write(actor, async (db) => {
      const held = await holdVacancy(db, actor, id);
      refuseIfClosed(held);
      const confirmation = await this.confirmation(db, held, held.vacancy.unit, confirmedForDays);
      return updateRecord(db, Vacancy, id, version, { ...changes, ...confirmation });
    });
  }

  /**
   * Says that a vacancy has no places now, and confirms that.
   * @throws UserProblem, NotFound, Conflict, Forbidden.
   */
  async close(
    actor: Actor,
    id: string,
    version: number,
    { confirmedForDays, reason }: { confirmedForDays: number | null; reason?: string | null },
  ): Promise<Vacancy> {
    const attribution = by(actor, reason);
    return this.writer.write(
      vacancyConstraints,
      async (db) => {
        const held = await holdVacancy(db, actor, id);
        refuseIfClosed(held);
        const confirmation = await this.confirmation(db, held, held.vacancy.unit, confirmedForDays);
        const none = { state: 'NO_CAPACITY', placesAvailable: 0 } as const;
        return updateRecord(db, Vacancy, id, version, { ...none, ...confirmation });
      },
      attribution,
    );
  }

  private async confirmation(
    db: EntityManager,
    { provider: { settingType } }: HeldOffering,
    unit: string,
    days: number | null,
  ): Promise<Confirmation> {
    const rule = ruleFor(await this.decay.today(db), { unit, settingType });
    return confirmationBy(rule, days, this.clock.now());
  }

  private async holdOffering(db: EntityManager, actor: Actor, id: string): Promise<HeldOffering> {
    const held = (await holdOfferings(db, actor, [id])).get(id);
    if (!held) {
      throw UserProblem.of(['input', 'offering'], 'NOT_FOUND', 'There is no offering with this id.');
    }
    requireVacancyWriting(actor, held);
    return held;
  }

  private write<T>(actor: Actor, work: (db: EntityManager) => Promise<T>): Promise<T> {
    return this.writer.write(vacancyConstraints, work, actor.because());
  }
}
