import { z } from 'zod';
import { day } from '../../platform/day.js';
import { optional } from '../../platform/optional.js';

/** What is so about the reminders of a provider. */
export const chasingStates = ['DUE', 'CHASED', 'GAVE_UP'] as const;
export type ChasingState = (typeof chasingStates)[number];

/** Whether a reminder can reach a provider, or why not. */
export const chasingReaches = ['REACHABLE', 'NO_MAILBOX', 'OPTED_OUT', 'UNDELIVERED'] as const;
export type ChasingReach = (typeof chasingReaches)[number];

/** How long the link in a reminder works, in days: until the next usual reminder, and a little longer. */
export const LINK_DAYS = 30;
/** How long the link that ends reminders works, in days. People look for it in old mails. */
export const STOP_LINK_DAYS = 365;
/**
 * A provider gets no two reminders within this many days, unless someone asks for one: vacancies that were confirmed on different
 * days would lead to a mail each day, and those are not read.
 */
export const PAUSE_DAYS = 7;

const days = z.int().min(1).max(365);

/** A rule for reminders, complete. */
export const chasingRuleInput = z
  .strictObject({
    firstAfterDays: days.describe('Days from the confirmation to the first reminder, 1 to 365.'),
    thenEveryDays: days.describe('Days from one reminder to the next, 1 to 365.'),
    stopAfter: z
      .int()
      .min(1)
      .max(20)
      .describe('After so many reminders without an answer no more are sent, 1 to 20.'),
    validFrom: day.describe('The first day that the rule holds: today or later.'),
    validTo: optional(day).describe('The last day that the rule holds. Leave it out if no end is known.'),
  })
  .refine(({ validFrom, validTo }) => validTo === null || validTo >= validFrom, {
    path: ['validTo'],
    message: 'The last day must not be earlier than the first.',
  })
  .describe('A rule for reminders about vacancies that nobody has confirmed.');
