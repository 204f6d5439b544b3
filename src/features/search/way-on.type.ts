import { Field, Int, ObjectType } from 'type-graphql';
import { OfferingType } from '../offering/offering.type.js';
import { SiteType } from '../provider/provider.type.js';
import { ReachedBy } from './search.type.js';

@ObjectType('SearchNearest', {
  description: 'An offering that nearly fits a search, at one of its sites.',
  simpleResolvers: true,
})
export class SearchNearestType {
  @Field(() => OfferingType, { description: 'The offering.' })
  offering: OfferingType;

  @Field(() => SiteType, { nullable: true, description: 'The site; null if the offering has no site.' })
  site: SiteType | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Metres as in `SearchHit.distanceMetres`; null if there is no place, no site or no position.',
  })
  distanceMetres: number | null;

  @Field(() => ReachedBy, {
    nullable: true,
    description: 'How the offering can be reached; null if no place or area was searched.',
  })
  reachedBy: keyof typeof ReachedBy | null;
}

@ObjectType('SearchNearMiss', {
  description: 'A condition of a search without which there would be more results, and the nearest of these.',
  simpleResolvers: true,
})
export class SearchNearMissType {
  @Field(() => [String], {
    description:
      'The fields of `filter` that are left out, or `within` for the distance, or `near` for the area.',
  })
  dropped: string[];

  @Field(() => Int, { description: 'How many more results there are without this condition.' })
  count: number;

  @Field(() => String, { description: 'The same in one plain sentence to show.' })
  sentence: string;

  @Field(() => SearchNearestType, {
    description: 'The nearest of these results; without a place, the first in the order of the search.',
  })
  nearest: SearchNearestType;
}
