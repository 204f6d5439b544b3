import { GraphQLError, GraphQLScalarType } from 'graphql';
import { GraphQLDateTimeISO, GraphQLLocalDate } from 'graphql-scalars';
import { isLocalDate } from '../clock.js';

/** @throws GraphQLError for a day that is not in the calendar. */
function inACalendar(date: unknown): string {
  if (typeof date === 'string' && isLocalDate(date)) return date;
  throw new GraphQLError('This is not a valid date. Send one such as 2026-09-01.');
}

/** `yyyy-mm-dd` both ways, and a string in the program. Days that are not in the calendar are refused. */
export const LocalDate = new GraphQLScalarType({
  name: GraphQLLocalDate.name,
  extensions: GraphQLLocalDate.extensions,
  parseValue: inACalendar,
  // The database holds only valid dates. Checking each again would take a twentieth of the time of a search.
  serialize: (value) => value as string,
  description: 'A calendar date in Europe/London, such as 2026-09-01.',
});

/** An instant: a `Date` in the program, ISO 8601 in UTC with milliseconds in responses. Input may have any offset. */
export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description:
    'An instant. Responses give it in UTC, such as 2026-09-01T08:30:00.000Z. Inputs take RFC 3339 with any offset.',
});
