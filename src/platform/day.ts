import { z } from 'zod';
import { isLocalDate } from './clock.js';

const A_DATE = 'Give a date like 2027-01-05.';
/** Report only the first thing that is wrong with a text that is not a date. */
const once = { error: A_DATE, abort: true };

/** A `yyyy-mm-dd` date that exists in the calendar and that the database can hold. */
export const day = z.iso.date(once).refine(isLocalDate, once);

/** A day from `first` up to, but not including, `end`, so that a typing mistake does not become the year 202 or 20266. */
export const dayBetween = (first: string, end: string) =>
  day.refine((date) => date >= first && date < end, A_DATE);
