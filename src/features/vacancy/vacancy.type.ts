import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime, LocalDate } from '../../platform/graphql/scalars.js';
import { Requires } from '../identity/requires.graph.js';
import { confirmingRoles, freshnesses, placesBands, vacancyStates } from './vacancy.rules.js';

const VacancyState = enumOf(
  vacancyStates,
  'VacancyState',
  'Whether an offering has capacity. The states are those of HL7 SDOH.',
  {
    CAPACITY: 'The offering can take pupils, from `availableFrom`.',
    NO_CAPACITY: 'The offering is full. It has no places.',
    WAITLIST: 'Pupils can be put on a waiting list.',
    ASSESSMENT_REQUIRED: 'Whether there is a place depends on a further assessment of the pupil.',
  },
);

const ConfirmingRoleName = enumOf(confirmingRoles, 'ConfirmingRole', 'As what someone confirms a vacancy.', {
  PROVIDER: 'For the provider, which knows.',
  COUNCIL: 'For the local authority, on behalf of the provider.',
});

/** The freshness of a vacancy as an enum of the graph. */
export const FreshnessName = enumOf(freshnesses, 'Freshness', 'How far a vacancy can still be relied on.', {
  CONFIRMED: 'Confirmed, and not yet ageing. A confirmation without an expiry stays in this state.',
  AGEING: 'Confirmed, but so long ago that it should be confirmed again. See `Vacancy.ageingAt`.',
  STALE: 'The confirmation has expired. The vacancy is never shown as available.',
  UNKNOWN: 'The vacancy was never confirmed.',
});

/** The bands of places as an enum of the graph. */
export const PlacesBandName = enumOf(
  placesBands,
  'PlacesBand',
  'A number of places as a band, which is all that the public sees.',
  {
    NONE: 'There are 0 places.',
    ONE_OR_TWO: 'There are 1 or 2 places.',
    THREE_TO_FIVE: 'There are 3 to 5 places.',
    SIX_OR_MORE: 'There are 6 or more places.',
  },
);

@ObjectType('Vacancy', {
  description:
    'A dated statement about open places on an offering. Capacity is not availability, so check `freshness` before you rely on it.',
  implements: NodeType,
  simpleResolvers: true,
})
export class VacancyType extends NodeType {
  @Field(() => VacancyState, { description: 'Whether the offering has capacity. Class: public.' })
  state: (typeof vacancyStates)[number];

  @Field(() => LocalDate, { description: 'The first day a pupil could start. Class: public.' })
  availableFrom: string;

  @Field(() => Int, {
    description:
      'The first national curriculum year that the places are for, 0 (reception) to 14. Class: public.',
  })
  minYear: number;

  @Field(() => Int, {
    description:
      'The last national curriculum year that the places are for, 0 (reception) to 14. Class: public.',
  })
  maxYear: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the vacancy was last confirmed. Null if it never was.',
  })
  confirmedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'From when the confirmation is ageing. Null if it does not age before it expires. Class: public.',
  })
  ageingAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the confirmation expires. From then on the vacancy is stale. Null if it does not expire.',
  })
  expiresAt: Date | null;

  @Field(() => ConfirmingRoleName, {
    nullable: true,
    description:
      'As what someone confirmed the vacancy last. Null if it never was confirmed, or if that is not known. Class: public.',
  })
  confirmedByRole: (typeof confirmingRoles)[number] | null;

  @Requires('place.exact')
  @Field(() => Int, {
    nullable: true,
    description: 'How many pupils wait for a place, 0 to 999. Null if not known. Class: school.',
  })
  waitingListLength: number | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The day until which pupils are expected to wait. Null if not known. Class: public.',
  })
  waitingListUntil: string | null;

  @Field(() => Boolean, { description: 'True if the vacancy is invented, for demonstration.' })
  isDemonstration: boolean;

  @Field(() => Int, { description: 'The version of the vacancy. It grows with each change.' })
  version: number;

  @Field(() => DateTime, { description: 'When the vacancy was last changed.' })
  updatedAt: Date;
}

/** A page of vacancies. */
export const VacancyConnection = connectionOf(VacancyType, 'Vacancy', {
  one: 'a vacancy',
  many: 'vacancies',
});
