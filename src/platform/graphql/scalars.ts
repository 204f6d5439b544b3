import { GraphQLError, GraphQLScalarType } from 'graphql';
import { GraphQLDateTimeISO, GraphQLLocalDate } from 'graphql-scalars';
import { isLocalDate } from '../clock.js';

const localDate = GraphQLLocalDate.toConfig();

/** @throws GraphQLError for a year that there never was. */
function inACalendar(date: unknown): string {
  if (typeof date === 'string' && isLocalDate(date)) return date;
  throw new GraphQLError('This is not a date of the calendar, such as 2026-09-01.');
}

/** `yyyy-mm-dd` both ways, a string in the program; days that no calendar has are refused. */
export const LocalDate = new GraphQLScalarType({
  ...localDate,
  parseValue: (value) => inACalendar(localDate.parseValue?.(value)),
  parseLiteral: (node, variables) => inACalendar(localDate.parseLiteral?.(node, variables)),
  // The database holds nothing but dates: checking each again would cost a twentieth of a search.
  serialize: (value) => value as string,
  description: 'A calendar date in Europe/London, such as 2026-09-01.',
});

/** An instant: a `Date` in the program, ISO 8601 in UTC with milliseconds in answers; input may have any offset. */
export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description:
    'An instant, answered in UTC, such as 2026-09-01T08:30:00.000Z; RFC 3339 with any offset in inputs.',
});
