import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime, LocalDate } from '../../platform/graphql/scalars.js';
import { Requires } from '../identity/requires.graph.js';
import { freshnesses, placesBands, vacancyStates } from './vacancy.rules.js';

const VacancyState = enumOf(vacancyStates, 'VacancyState', 'Whether there is capacity (HL7 SDOH states).');

/** How far a vacancy can be relied on, as an enum of the graph. */
export const FreshnessName = enumOf(freshnesses, 'Freshness', 'How far a vacancy can still be relied on.', {
  CONFIRMED: 'Confirmed recently.',
  AGEING: 'More than half of its confirmation has run out.',
  STALE: 'Its confirmation has run out; it is never shown as available.',
  UNKNOWN: 'Nobody has confirmed it.',
});

/** How many places, as an enum of the graph. */
export const PlacesBandName = enumOf(placesBands, 'PlacesBand', 'How many places, as the public sees it.', {
  NONE: 'No places.',
  ONE_OR_TWO: '1 or 2 places.',
  THREE_TO_FIVE: '3 to 5 places.',
  SIX_OR_MORE: '6 places or more.',
});

@ObjectType('Vacancy', {
  description:
    'A dated assertion of open places on an offering. Capacity is not availability: mind its freshness.',
  implements: NodeType,
  simpleResolvers: true,
})
export class VacancyType extends NodeType {
  @Field(() => VacancyState, { description: 'Whether there is capacity. Class: public.' })
  state: (typeof vacancyStates)[number];

  @Requires('place.exact')
  @Field(() => Int, { description: 'Places available, in its unit. Class: school.' })
  placesAvailable: number;

  @Field(() => LocalDate, { description: 'First day a pupil could start. Class: public.' })
  availableFrom: string;

  @Field(() => Int, { description: 'First national curriculum year it is open to. Class: public.' })
  minYear: number;

  @Field(() => Int, { description: 'Last national curriculum year it is open to. Class: public.' })
  maxYear: number;

  @Field(() => DateTime, { nullable: true, description: 'When somebody last said so; null when nobody has.' })
  confirmedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'From then on it is stale; null when it does not expire.',
  })
  expiresAt: Date | null;

  @Field(() => Boolean, { description: 'True for invented demonstration data.' })
  isDemonstration: boolean;

  @Field(() => Int, { description: 'Grows with every change.' })
  version: number;

  @Field(() => DateTime, { description: 'When the record was last changed.' })
  updatedAt: Date;
}

/** A page of vacancies. */
export const VacancyConnection = connectionOf(VacancyType, 'Vacancy');
