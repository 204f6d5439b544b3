import { z } from 'zod';
import { DAY } from '../../platform/clock.js';
import { day } from '../../platform/day.js';
import { invalid, refuse } from '../../platform/errors.js';
import { optional } from '../../platform/optional.js';
import { codeText } from '../../platform/parse.js';
import type { DecayRule } from './decay-rule.entity.js';

const days = z.int().min(1).max(366);

/** A new rule. */
export const decayRuleInput = z
  .strictObject({
    unit: optional(codeText()).describe(
      'The kind of place that the rule is for: a code of list VACANCY_UNIT. Null means any.',
    ),
    settingType: optional(codeText()).describe(
      'The kind of provider that the rule is for: a code of list SETTING_TYPE. Null means any.',
    ),
    confirmedForDays: days.describe(
      'The number of days after which a confirmation expires if no other number is given, 1 to 366.',
    ),
    ageingFromShare: z
      .number()
      .min(0)
      .max(1)
      .describe(
        'The share of the time until it expires after which a confirmation is ageing: 0 at once, 1 never.',
      ),
    longestDays: days.describe('The largest number of days that anyone can confirm for, 1 to 366.'),
    validFrom: day.describe('The first day on which the rule applies: today or a later day.'),
    validTo: optional(day).describe(
      'The last day on which the rule applies. By default until further notice, or until the next rule.',
    ),
  })
  .refine(({ confirmedForDays, longestDays }) => confirmedForDays <= longestDays, {
    path: ['longestDays'],
    message: 'longestDays must not be less than confirmedForDays.',
  })
  .refine(({ validFrom, validTo }) => validTo === null || validFrom <= validTo, {
    path: ['validTo'],
    message: 'The last day must not be earlier than the first.',
  })
  .refine(({ unit, settingType, validTo }) => validTo === null || unit !== null || settingType !== null, {
    path: ['validTo'],
    message: 'The rule for everything cannot end: leave validTo out, and set another rule from a later day.',
  })
  .describe('How long a confirmation of places can be relied on.');

/** What a rule is for. Null means any. */
export interface DecayKind {
  /** Code of list VACANCY_UNIT. */
  readonly unit: string | null;
  /** Code of list SETTING_TYPE. */
  readonly settingType: string | null;
}

/** When a confirmation was made, from when it is ageing (null: not before it expires), and when it expires. */
export interface Confirmation {
  readonly confirmedAt: Date;
  readonly ageingAt: Date | null;
  readonly expiresAt: Date;
}

/** How specific a rule is: the kind of place says more than the kind of provider. */
const specificity = ({ unit, settingType }: DecayKind) =>
  (unit === null ? 0 : 2) + (settingType === null ? 0 : 1);

/** The rule for a kind of place and of provider: the most specific one. @throws Error if there is none at all. */
export function ruleFor<R extends DecayKind>(rules: readonly R[], { unit, settingType }: DecayKind): R {
  const fitting = rules.filter(
    (rule) =>
      (rule.unit === null || rule.unit === unit) &&
      (rule.settingType === null || rule.settingType === settingType),
  );
  const [rule] = fitting.sort((a, b) => specificity(b) - specificity(a));
  if (!rule) throw new Error('There is no decay rule that applies to everything: the table has lost it.');
  return rule;
}

/**
 * A confirmation made now (milliseconds since 1970) by a rule, for a number of days or for as long as the rule says.
 * @throws UserProblem if the rule does not allow so many days.
 */
export function confirmationBy(
  {
    confirmedForDays,
    ageingFromShare,
    longestDays,
  }: Pick<DecayRule, 'confirmedForDays' | 'ageingFromShare' | 'longestDays'>,
  days: number | null,
  now: number,
): Confirmation {
  const lasts = days ?? confirmedForDays;
  if (lasts < 1 || lasts > longestDays) {
    const message = `${lasts} days is not possible: confirm the vacancy for 1 to ${longestDays} days.`;
    refuse([invalid(['confirmedForDays'], message)]);
  }
  const ageing = Math.floor(lasts * DAY * ageingFromShare);
  return {
    confirmedAt: new Date(now),
    ageingAt: ageing < lasts * DAY ? new Date(now + ageing) : null,
    expiresAt: new Date(now + lasts * DAY),
  };
}
