import { z } from 'zod';
import { isLocalDate } from './clock.js';

const A_DATE = 'Give a date like 2027-01-05.';
/** One thing is wrong with what is no date: the first. */
const once = { error: A_DATE, abort: true };

/** A `yyyy-mm-dd` date of the calendar, which is one of the database too. */
export const day = z.iso.date(once).refine(isLocalDate, once);

/** A day between two others, the second one excluded: a slip of the pen does not become year 202 or 20266. */
export const dayBetween = (first: string, end: string) =>
  day.refine((date) => date >= first && date < end, A_DATE);
