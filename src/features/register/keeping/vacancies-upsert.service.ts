import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '../../../platform/clock.js';
import {
  explain,
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../../platform/database/register-writer.js';
import { invalid, type Problem, refuse, UserProblem, userProblemsOf } from '../../../platform/errors.js';
import { confirmationBy, ruleFor } from '../../decay/decay.rules.js';
import type { DecayRule } from '../../decay/decay-rule.entity.js';
import type { DecayRules } from '../../decay/decay-rule.service.js';
import type { Actor } from '../../identity/actor.js';
import { by } from '../../identity/attribution.rules.js';
import { setReference } from '../../provider/external-reference.service.js';
import { Vacancy } from '../../vacancy/vacancy.entity.js';
import type { vacancyInput } from '../../vacancy/vacancy.rules.js';
import { type VacancyService, vacancyConstraints } from '../../vacancy/vacancy.service.js';
import { belongingOf } from '../entry/entry-access.js';
import type { Values } from '../entry/entry-kinds.js';
import { sourceFor } from '../entry/reference-source.js';
import { type FailureMode, Rejected, type UpsertOutcome } from './bulk-upsert.service.js';
import { referenceIn, sameReference } from './bulk-upsert-rows.js';
import {
  confirmingRole,
  type LockedOffering,
  lockOfferings,
  refuseIfClosed,
  requireVacancyWriting,
} from './locked-vacancies.js';
import { problemsOfInput, refuseTooMany } from './vacancies-confirm.service.js';
import { type VacancyKey, vacancyKeeperRepository } from './vacancy-keeper.repository.js';
import { checkedReference, referred } from './vacancy-reference.js';

/** The result of one input, in the order of the inputs. */
export interface VacancyUpsertResult {
  readonly externalReference: string | null;
  readonly outcome: UpsertOutcome;
  readonly vacancy: Vacancy | null;
  readonly userErrors: readonly Problem[];
}

/** An input, with what was found for it before anything is written. */
interface Row {
  readonly input: Values;
  readonly reference: string | null;
  readonly held: LockedOffering | null;
  readonly key: VacancyKey | null;
  readonly vacancyId: string | null;
  /** Why nothing can be done for the input. Null if there is no reason. */
  readonly problem: Problem | null;
}

/** Creates or changes many vacancies by the senders' own references, and confirms them. */
export class VacanciesUpsertService {
  constructor(
    private readonly vacancies: VacancyService,
    private readonly decay: DecayRules,
    private readonly writer: RegisterWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes up to 100 statements about vacancies, in one transaction with a savepoint for each. A vacancy is found by the `externalReference` of
   * the sender's organisation, among those of its offering. What is sent counts as confirmed now. REJECT_ALL: if one input fails,
   * nothing is written.
   * @throws UserProblem if there are too many inputs; Forbidden if the actor cannot write any vacancy.
   */
  async upsert(
    actor: Actor,
    inputs: readonly Values[],
    mode: FailureMode,
    { confirmedForDays, reason }: { confirmedForDays: number | null; reason?: string | null },
  ): Promise<readonly VacancyUpsertResult[]> {
    if (!actor.may('register.write')) actor.require('entry.write');
    refuseTooMany(inputs);
    let results: VacancyUpsertResult[] = [];
    const work = async (db: EntityManager) => {
      results = []; // a retry starts again
      const rows = await this.rowsOf(db, actor, inputs);
      const rules = await this.decay.today(db);
      for (const [at, row] of rows.entries()) {
        // A transaction within the transaction is a savepoint: a failure does not affect the other inputs.
        const one = db.transaction((inner) => this.one(inner, actor, row, rules, confirmedForDays));
        results.push(
          await one.catch((error: unknown) => ({
            externalReference: row.reference,
            outcome: 'FAILED' as const,
            vacancy: null,
            userErrors: problemsOfInput(at, explain(vacancyConstraints, error)),
          })),
        );
      }
      if (mode === 'REJECT_ALL' && results.some(({ outcome }) => outcome === 'FAILED')) throw new Rejected();
      await this.vacancies.written(
        db,
        actor,
        results.flatMap(({ vacancy }) => vacancy ?? []),
      );
    };
    try {
      await this.writer.write({}, work, by(actor, reason));
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      return results.map((result) =>
        result.outcome === 'FAILED' ? result : { ...result, outcome: 'NOT_DONE', vacancy: null },
      );
    }
    return results;
  }

  /** Finds the vacancy that each input means. The number of statements does not depend on the number of inputs. */
  private async rowsOf(db: EntityManager, actor: Actor, inputs: readonly Values[]): Promise<Row[]> {
    const offeringOf = ({ offeringId }: Values) => z.uuid().safeParse(offeringId).data ?? null;
    const offerings = await lockOfferings(db, actor, [
      ...new Set(inputs.flatMap((one) => offeringOf(one) ?? [])),
    ]);
    const rows = inputs.map((input) => {
      const reference = referenceIn(input);
      const held = offerings.get(offeringOf(input) ?? '') ?? null;
      const source = held && sourceFor(actor, belongingOf(held.provider));
      const key = source && reference !== null ? { source, offeringId: held.offering.id, reference } : null;
      return { input, reference, held, key };
    });
    const keys = rows.flatMap(({ key }) => key ?? []);
    const nameOf = (key: VacancyKey | null) =>
      key && JSON.stringify([key.source, key.offeringId, key.reference]);
    const found = new Map(
      (await vacancyKeeperRepository.called(db, keys)).map(({ id, ...key }) => [nameOf(key), id]),
    );
    return rows.map((row) => {
      const name = nameOf(row.key);
      const same = rows.flatMap(({ key }, at) => (name !== null && nameOf(key) === name ? [at] : []));
      const problem = same.length > 1 ? sameReference(same) : null;
      return { ...row, vacancyId: found.get(name) ?? null, problem };
    });
  }

  private async one(
    db: EntityManager,
    actor: Actor,
    { input, reference, held, key, vacancyId, problem }: Row,
    rules: readonly DecayRule[],
    days: number | null,
  ): Promise<VacancyUpsertResult> {
    const { externalReference: _, ...given } = input;
    refuse(
      problemsOf(
        () => checkedReference(input),
        () => this.vacancies.checked(given as Input),
      ),
    );
    const values = this.vacancies.checked(given as Input);
    if (reference === null) refuse([referenceNeeded]);
    if (problem) refuse([problem]);
    if (!held || !key)
      throw UserProblem.of(['input', 'offering'], 'NOT_FOUND', 'There is no offering with this id.');
    requireVacancyWriting(actor, held);
    refuseIfClosed(held);
    const rule = ruleFor(rules, { unit: values.unit, settingType: held.provider.settingType });
    const confirmation = {
      ...confirmationBy(rule, days, this.clock.now()),
      confirmedByRole: confirmingRole(actor, held),
    };
    const common = { externalReference: reference, userErrors: [] };
    if (vacancyId === null) {
      const vacancy = await insertRecord(db, Vacancy, { ...values, ...confirmation });
      const { source } = key;
      await setReference(db, referred(vacancy), reference, source);
      return { ...common, outcome: 'CREATED', vacancy };
    }
    const known = await db.findOneOrFail(Vacancy, {
      where: { id: vacancyId },
      lock: { mode: 'pessimistic_write' },
    });
    const { offeringId: __, ...changed } = given;
    const changes = this.vacancies.checkedChanges(changed);
    const vacancy = await updateRecord(db, Vacancy, known.id, known.version, { ...changes, ...confirmation });
    const isSame = Object.keys(changes).every(
      (name) => known[name as keyof Vacancy] === vacancy[name as keyof Vacancy],
    );
    return { ...common, outcome: isSame ? 'UNCHANGED' : 'UPDATED', vacancy };
  }
}

type Input = z.input<typeof vacancyInput>;

/** What is wrong according to several checks. */
function problemsOf(...checks: readonly (() => unknown)[]): Problem[] {
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      return [...userProblemsOf(error)];
    }
  });
}

const referenceNeeded: Problem = invalid(
  ['input', 'externalReference'],
  'Give your own reference for the vacancy: an upsert finds it again by this.',
);
