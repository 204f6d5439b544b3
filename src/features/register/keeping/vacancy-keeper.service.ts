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
import { referenceOf, setReference } from '../../provider/external-reference.service.js';
import { type HeldVacancy, Vacancy } from '../../vacancy/vacancy.entity.js';
import type { vacancyChanges, vacancyInput } from '../../vacancy/vacancy.rules.js';
import { type VacancyService, vacancyConstraints } from '../../vacancy/vacancy.service.js';
import { belongingOf } from '../entry/entry-access.js';
import { sourceFor } from '../entry/reference-source.js';
import {
  confirmingRole,
  type LockedOffering,
  lockOfferings,
  lockVacancy,
  refuseIfClosed,
  requireVacancyWriting,
} from './locked-vacancies.js';
import { type Called, checkedReference, referred } from './vacancy-reference.js';

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
    input: Omit<z.input<typeof vacancyInput>, keyof Confirmation | 'confirmedByRole'> & Called,
    { confirmedForDays, idempotencyKey }: { confirmedForDays: number | null; idempotencyKey?: string | null },
  ): Promise<HeldVacancy> {
    const { externalReference: _, ...own } = input;
    const reference = checkedReference(input);
    const values = this.vacancies.checked(own);
    return this.write(actor, async (db) => {
      const held = await this.holdOffering(db, actor, values.offeringId);
      refuseIfClosed(held);
      const confirmation = await this.confirmation(db, actor, held, values.unit, confirmedForDays);
      const request = {
        actor: actor.name,
        key: idempotencyKey,
        operation: 'create vacancy',
        sent: { input, confirmedForDays },
        now: this.clock.now(),
      };
      return makeOnce(db, request, Vacancy, async (id) => {
        const vacancy = await insertRecord(db, Vacancy, { ...values, ...confirmation, id });
        const source = sourceFor(actor, belongingOf(held.provider));
        await setReference(db, referred(vacancy), reference ?? undefined, source);
        return vacancy;
      });
    });
  }

  /** Changes a vacancy at a version. Its confirmation stays as it was. @throws UserProblem, NotFound, Conflict, Forbidden. */
  async update(
    actor: Actor,
    id: string,
    version: number,
    input: z.input<typeof vacancyChanges> & Called,
  ): Promise<HeldVacancy> {
    const { externalReference: _, ...own } = input;
    const reference = checkedReference(input);
    const changes = this.vacancies.checkedChanges(own);
    return this.write(actor, async (db) => {
      const { vacancy, provider } = await lockVacancy(db, actor, id);
      const source = sourceFor(actor, belongingOf(provider));
      const partsChange = reference !== undefined && (await referenceOf(db, vacancy, source)) !== reference;
      const changed = await updateRecord(db, Vacancy, id, version, changes, { partsChange });
      if (partsChange) await setReference(db, referred(vacancy), reference, source);
      return changed;
    });
  }

  /**
   * Confirms a vacancy from now for a number of days, or for as long as the rule for it says. Sets the number of places and the state
   * too, if they are given.
   */
  async confirm(
    actor: Actor,
    id: string,
    version: number,
    {
      confirmedForDays,
      placesAvailable,
      state,
    }: { confirmedForDays: number | null; placesAvailable?: number | null; state?: Vacancy['state'] },
  ): Promise<HeldVacancy> {
    const changes = this.vacancies.checkedChanges({
      ...(placesAvailable != null && { placesAvailable }),
      ...(state && { state }),
    });
    return this.write(actor, async (db) => {
      const held = await lockVacancy(db, actor, id);
      refuseIfClosed(held);
      const confirmation = await this.confirmation(db, actor, held, held.vacancy.unit, confirmedForDays);
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
  ): Promise<HeldVacancy> {
    const work = async (db: EntityManager) => {
      const held = await lockVacancy(db, actor, id);
      refuseIfClosed(held);
      const confirmation = await this.confirmation(db, actor, held, held.vacancy.unit, confirmedForDays);
      const none = { state: 'NO_CAPACITY', placesAvailable: 0 } as const;
      return updateRecord(db, Vacancy, id, version, { ...none, ...confirmation });
    };
    return this.write(actor, work, reason);
  }

  private async confirmation(
    db: EntityManager,
    actor: Actor,
    held: LockedOffering,
    unit: string,
    days: number | null,
  ): Promise<Confirmation & Pick<Vacancy, 'confirmedByRole'>> {
    const rule = ruleFor(await this.decay.today(db), { unit, settingType: held.provider.settingType });
    const confirmation = confirmationBy(rule, days, this.clock.now());
    return { ...confirmation, confirmedByRole: confirmingRole(actor, held) };
  }

  private async holdOffering(db: EntityManager, actor: Actor, id: string): Promise<LockedOffering> {
    const held = (await lockOfferings(db, actor, [id])).get(id);
    if (!held) {
      throw UserProblem.of(['input', 'offering'], 'NOT_FOUND', 'There is no offering with this id.');
    }
    requireVacancyWriting(actor, held);
    return held;
  }

  private write(
    actor: Actor,
    work: (db: EntityManager) => Promise<Vacancy>,
    reason?: string | null,
  ): Promise<HeldVacancy> {
    const written = async (db: EntityManager) => {
      const [vacancy] = await this.vacancies.written(db, actor, [await work(db)]);
      return vacancy!;
    };
    return this.writer.write(vacancyConstraints, written, by(actor, reason));
  }
}
