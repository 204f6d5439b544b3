import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { type Clock, dateInWords, dateOfEpochDay, epochDay, londonToday } from '../../platform/clock.js';
import {
  insertRecord,
  type RegisterWriter,
  requireVersion,
  updateRecord,
} from '../../platform/database/register-writer.js';
import { Conflict, invalid, refuse } from '../../platform/errors.js';
import { parseInput } from '../../platform/parse.js';
import type { Actor } from '../identity/actor.js';
import type { CodeList } from '../vocabulary/code-lists.rules.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { decayRuleInput } from './decay.rules.js';
import { DecayRule } from './decay-rule.entity.js';
import type { DecayRuleRepository } from './decay-rule.repository.js';

/** How long confirmations of places can be relied on: rules that administrators set, each from a day on. */
export class DecayRules {
  constructor(
    private readonly repository: DecayRuleRepository,
    private readonly writer: RegisterWriter,
    private readonly vocabulary: Vocabulary,
    private readonly clock: Clock,
  ) {}

  /** The rules that apply on a day (`yyyy-mm-dd`), the general one first. */
  on(day: string): Promise<DecayRule[]> {
    return this.repository.on(day);
  }

  /** The rules that apply today, read in a transaction. */
  today(db: EntityManager): Promise<DecayRule[]> {
    return this.repository.onIn(db, londonToday(this.clock));
  }

  /**
   * Sets the rule for a kind from a day on, today at the earliest. The rule that applied until then ends the day before, and
   * stays on record. A rule that has not begun on another day is replaced. Confirmations that were made keep what they have.
   * @param version of the rule of exactly this kind that applies on that day. Null if there is none.
   * @throws UserProblem if the input is not valid; Conflict if there is a rule at another version, or none; Forbidden.
   */
  async set(actor: Actor, version: number | null, input: z.input<typeof decayRuleInput>): Promise<DecayRule> {
    actor.require('decay.write');
    const values = parseInput(decayRuleInput, input);
    this.check(values);
    const { validFrom } = values;
    return this.writer.write(
      {},
      async (db) => {
        const [first = null, second = null] = await this.repository.fromOn(db, values, validFrom);
        const [current, next] = first && first.validFrom <= validFrom ? [first, second] : [null, first];
        requireVersionOf(current, version);
        const validTo = values.validTo ?? (next ? dayBefore(next.validFrom) : null);
        if (next && validTo !== null && validTo >= next.validFrom) {
          const message = `Another rule applies from ${dateInWords(next.validFrom)}: end before that day.`;
          refuse([invalid(['input', 'validTo'], message)]);
        }
        const rule = { ...values, validTo };
        if (!current) return insertRecord(db, DecayRule, rule);
        if (current.validFrom === validFrom) {
          return updateRecord(db, DecayRule, current.id, current.version, rule);
        }
        const before = { validTo: dayBefore(validFrom) };
        await updateRecord(db, DecayRule, current.id, current.version, before);
        return insertRecord(db, DecayRule, rule);
      },
      actor.because(),
    );
  }

  private check({ unit, settingType, validFrom }: z.output<typeof decayRuleInput>): void {
    const problemsWith = (list: CodeList, code: string | null, field: string) =>
      code === null ? [] : this.vocabulary.problems(list, [code], ['input', field], validFrom);
    const problems = [
      ...problemsWith('VACANCY_UNIT', unit, 'unit'),
      ...problemsWith('SETTING_TYPE', settingType, 'settingType'),
    ];
    if (validFrom < londonToday(this.clock)) {
      const message = 'A rule cannot apply from a day that has passed: give today or a later day.';
      problems.push(invalid(['input', 'validFrom'], message));
    }
    refuse(problems);
  }
}

function requireVersionOf(current: DecayRule | null, version: number | null): void {
  if (!current && version !== null) {
    throw new Conflict('There is no rule of this kind on that day. Leave the version out to make one.');
  }
  if (current && version === null) {
    throw new Conflict(
      'There is a rule of this kind on that day. Read it, then send your change with its version.',
    );
  }
  if (current && version !== null) requireVersion(current, version, 'The rule of this kind on that day');
}

function dayBefore(day: string): string {
  return dateOfEpochDay(epochDay(day) - 1);
}
