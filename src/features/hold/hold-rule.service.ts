import type { z } from 'zod';
import { type Clock, londonToday } from '../../platform/clock.js';
import { setDatedRule } from '../../platform/database/dated-rule.js';
import type { ConstraintProblems, RegisterWriter } from '../../platform/database/register-writer.js';
import { parseInput } from '../../platform/parse.js';
import type { Actor } from '../identity/actor.js';
import type { HoldRepository } from './hold.repository.js';
import { holdRuleInput } from './hold.rules.js';
import { HoldRule } from './hold-rule.entity.js';

const explained: ConstraintProblems = {
  hold_rule_from: {
    field: ['input', 'validFrom'],
    code: 'TAKEN',
    message: 'Someone else has just set a rule that begins on this day. Read the rules again.',
  },
};

/** The rules on what schools can hold. */
export class HoldRules {
  constructor(
    private readonly repository: HoldRepository,
    private readonly writer: RegisterWriter,
    private readonly clock: Clock,
  ) {}

  /** All rules, the newest first. */
  all(): Promise<HoldRule[]> {
    return this.repository.rules();
  }

  /**
   * Creates the rule that begins on a day, or changes it if `version` is given. Of a rule that has begun, only the end can be set.
   * Holds that were made keep their ends.
   * @throws UserProblem if the input is not valid; Conflict; Forbidden without `holding.manage`.
   */
  async set(actor: Actor, version: number | null, input: z.input<typeof holdRuleInput>): Promise<HoldRule> {
    actor.require('holding.manage');
    const values = parseInput(holdRuleInput, input);
    const key = { validFrom: values.validFrom };
    return this.writer.write(
      explained,
      (db) => setDatedRule(db, HoldRule, key, version, values, londonToday(this.clock)),
      actor.because(),
    );
  }
}
