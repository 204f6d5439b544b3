import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../../platform/graphql/enum.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import { type ListingBasis, listingBases } from './listing-decision.entity.js';

const ListingBasisEnum = enumOf(
  listingBases,
  'ListingBasis',
  'What a listing rests on. None of them is an endorsement.',
  {
    NOT_APPROVED_LIST: 'A list of what is known; nothing was approved.',
    MINIMUM_STANDARDS_MET: 'The authority found its minimum standards met.',
    TENDERED: 'Tendered for and reviewed.',
    FRAMEWORK_LOT: 'A lot of a purchasing framework.',
  },
);

@ObjectType('ListingDecision', {
  description:
    'A local authority’s decision to list a provider; those of several stand side by side. Class: public.',
  simpleResolvers: true,
})
export class ListingDecisionType {
  @Field(() => ListingBasisEnum, { description: 'What it rests on.' })
  basis: ListingBasis;

  @Field(() => String, { description: 'What it covers; empty: all that the provider offers.' })
  scope: string;

  @Field(() => LocalDate, { description: 'First day it holds.' })
  validFrom: string;

  @Field(() => LocalDate, { nullable: true, description: 'Last day it holds; null: until further notice.' })
  validTo: string | null;

  @Field(() => String, { nullable: true, description: 'What a reader must know beside it.' })
  caveat: string | null;

  @Field(() => Int, { description: 'Grows with every change.' })
  version: number;
}
