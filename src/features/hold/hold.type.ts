import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { holdStates } from './hold.rules.js';

/** What became of a hold, as an enum of the graph. */
export const HoldStateName = enumOf(
  holdStates,
  'PlaceHoldState',
  'What has become of a hold. Only a live one holds places.',
  {
    LIVE: 'The places are held for the school.',
    RELEASED: 'The school no longer needed them.',
    CONVERTED: 'The places were taken.',
    DECLINED: 'The provider could not keep them. `endReason` says why.',
    SUSPENDED: 'The provider, the offering or the site is no longer listed.',
    EXPIRED: 'The hold ended by the clock. The places are available again.',
  },
);

@ObjectType('PlaceHold', {
  description:
    'Places of a vacancy that are held for a school until an instant. The provider, its local authority and the school see it; it never says for which pupil.',
  implements: NodeType,
  simpleResolvers: true,
})
export class PlaceHoldType extends NodeType {
  @Field(() => String, { description: 'The URN of the school that the places are held for.' })
  schoolUrn: string;

  @Field(() => Int, { description: 'How many places are held, 1 to 200, counted in the vacancy’s unit.' })
  places: number;

  @Field(() => DateTime, { description: 'The instant from which the places are no longer held.' })
  until: Date;

  @Field(() => DateTime, { description: 'When the hold was made.' })
  madeAt: Date;

  @Field(() => Int, { description: 'How often the hold was extended.' })
  extended: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When someone ended the hold. Null if no one did. It can still have ended by the clock.',
  })
  endedAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Why the hold was ended, if the provider declined it or is no longer listed. Otherwise null.',
  })
  endReason: string | null;

  @Field(() => Int, { description: 'The version of the hold. It grows with each change.' })
  version: number;
}

/** A page of holds. */
export const PlaceHoldConnection = connectionOf(PlaceHoldType, 'PlaceHold', { one: 'a hold', many: 'holds' });
