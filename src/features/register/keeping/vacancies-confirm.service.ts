import { type EntityManager, In } from 'typeorm';
import type { Clock } from '../../../platform/clock.js';
import { type RegisterWriter, requireVersion } from '../../../platform/database/register-writer.js';
import { Forbidden, invalid, NotFound, type Problem, problemsOf, refuse } from '../../../platform/errors.js';
import { confirmationBy, ruleFor } from '../../decay/decay.rules.js';
import type { DecayRules } from '../../decay/decay-rule.service.js';
import type { Actor } from '../../identity/actor.js';
import { type HeldVacancy, Vacancy } from '../../vacancy/vacancy.entity.js';
import { type VacancyService, vacancyConstraints } from '../../vacancy/vacancy.service.js';
import { noSuch } from '../entry/entry-access.js';
import {
  confirmingRole,
  type LockedVacancy,
  lockVacancies,
  refuseIfClosed,
  requireVacancyWriting,
} from './locked-vacancies.js';
import { type Confirmed, vacancyKeeperRepository } from './vacancy-keeper.repository.js';

/** The largest number of vacancies that can be sent at a time. */
export const MOST_VACANCIES = 100;

/** A vacancy to confirm. */
export interface ToConfirm {
  /** Null if the id is not one of a vacancy. */
  readonly id: string | null;
  /** The version that the caller read. */
  readonly version: number;
  /** The number of places available now, if it has changed. */
  readonly placesAvailable?: number | null;
}

/** Confirms many vacancies at a time: all of them, or none. */
export class VacanciesConfirmService {
  constructor(
    private readonly vacancies: VacancyService,
    private readonly decay: DecayRules,
    private readonly writer: RegisterWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * Confirms up to 100 vacancies from now, in one transaction, and returns them in the order of the inputs. The number of
   * statements does not depend on how many there are.
   * @throws UserProblem that names each input with which something is wrong. Nothing is written then.
   */
  async confirm(
    actor: Actor,
    inputs: readonly ToConfirm[],
    confirmedForDays: number | null,
  ): Promise<HeldVacancy[]> {
    if (!actor.may('register.write')) actor.require('entry.write');
    refuseTooMany(inputs);
    for (const [at, { placesAvailable }] of inputs.entries()) {
      if (placesAvailable == null) continue;
      const wrong = problemsWith(at, () => this.vacancies.checkedChanges({ placesAvailable }));
      refuse(wrong);
    }
    const work = async (db: EntityManager) => {
      const ids = inputs.flatMap(({ id }) => id ?? []);
      const held = await lockVacancies(db, actor, ids);
      const rules = await this.decay.today(db);
      const now = this.clock.now();
      const confirmed: Confirmed[] = [];
      const problems = inputs.flatMap((input, at) =>
        problemsWith(at, () => {
          const one = input.id === null ? undefined : held.get(input.id);
          if (!one) throw noSuch('vacancy');
          if (ids.indexOf(one.vacancy.id) !== ids.lastIndexOf(one.vacancy.id)) refuse([twice]);
          requireConfirming(actor, one, input);
          const { unit } = one.vacancy;
          const rule = ruleFor(rules, { unit, settingType: one.provider.settingType });
          const confirmation = confirmationBy(rule, confirmedForDays, now);
          confirmed.push({
            id: one.vacancy.id,
            placesAvailable: input.placesAvailable ?? null,
            confirmedByRole: confirmingRole(actor, one),
            ...confirmation,
          });
        }),
      );
      refuse(problems);
      await vacancyKeeperRepository.confirm(db, confirmed);
      const written = new Map((await db.findBy(Vacancy, { id: In(ids) })).map((one) => [one.id, one]));
      return this.vacancies.written(
        db,
        actor,
        ids.map((id) => written.get(id)!),
      );
    };
    return this.writer.write(vacancyConstraints, work, actor.because());
  }
}

/** @throws UserProblem if there are more inputs than can be sent at a time. */
export function refuseTooMany(inputs: readonly unknown[]): void {
  if (inputs.length <= MOST_VACANCIES) return;
  const message = `You sent ${inputs.length} inputs. Send at most ${MOST_VACANCIES} at a time.`;
  refuse([invalid(['inputs'], message)]);
}

/** What is wrong with one of many inputs, with fields named below it. @throws errors that are not about this input. */
export function problemsWith(at: number, work: () => void): readonly Problem[] {
  try {
    work();
    return [];
  } catch (error) {
    return problemsOfInput(at, error);
  }
}

/** The problems of an error that is about one of many inputs. @throws the error if it is not about this input. */
export function problemsOfInput(at: number, error: unknown): readonly Problem[] {
  const problems: readonly Problem[] =
    error instanceof Forbidden
      ? [{ field: null, code: 'FORBIDDEN', message: error.message }]
      : error instanceof NotFound
        ? [{ field: ['id'], code: 'NOT_FOUND', message: error.message }]
        : problemsOf(error);
  return problems.map(({ field, ...problem }) => ({
    ...problem,
    field:
      field?.[0] === 'confirmedForDays'
        ? field
        : ['inputs', String(at), ...(field ?? []).filter((part, n) => n > 0 || part !== 'input')],
  }));
}

function requireConfirming(actor: Actor, held: LockedVacancy, { version, placesAvailable }: ToConfirm): void {
  requireVacancyWriting(actor, held);
  refuseIfClosed(held);
  requireVersion(held.vacancy, version, 'This vacancy');
  const { state } = held.vacancy;
  if (state === 'NO_CAPACITY' && placesAvailable) refuse([vacancyConstraints.vacancy_places!]);
}

const twice: Problem = invalid(['id'], 'This vacancy is there more than once: send it once.');
