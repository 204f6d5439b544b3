import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../../platform/graphql/enum.js';
import { NodeType } from '../../../platform/graphql/node.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import { type ListingBasis, listingBases } from './listing-decision.entity.js';

const ListingBasisEnum = enumOf(
  listingBases,
  'ListingBasis',
  'The basis on which a local authority lists a provider. No basis is an endorsement.',
  {
    NOT_APPROVED_LIST: 'The authority lists the providers that it knows of. It has not approved them.',
    MINIMUM_STANDARDS_MET: 'The authority found that the provider meets its minimum standards.',
    TENDERED: 'The provider won a tender and was reviewed.',
    FRAMEWORK_LOT: 'The provider is in a lot of a purchasing framework.',
  },
);

@ObjectType('ListingDecision', {
  description:
    'A local authority’s decision to list a provider. A provider can have decisions of several authorities. Class: public.',
  implements: NodeType,
  simpleResolvers: true,
})
export class ListingDecisionType extends NodeType {
  @Field(() => ListingBasisEnum, { description: 'The basis of the listing.' })
  basis: ListingBasis;

  @Field(() => String, {
    description: 'What the decision covers, in words. Empty means everything that the provider offers.',
  })
  scope: string;

  @Field(() => LocalDate, { description: 'The first day on which the decision is in force.' })
  validFrom: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The last day on which the decision is in force. Null means until further notice.',
  })
  validTo: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What readers also need to know. Null if there is nothing.',
  })
  caveat: string | null;

  @Field(() => Int, { description: 'The version of the decision. It grows with each change.' })
  version: number;
}
