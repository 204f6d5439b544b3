import { FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { encodeId } from '../../../platform/graphql/global-id.js';
import { QualityProviderType } from './quality.type.js';
import type { Subject } from './subject.repository.js';

/** Providers as quality records name them. */
@Resolver(() => QualityProviderType)
export class SubjectResolver {
  @FieldResolver(() => ID, { description: 'Id of the provider.' })
  id(@Root() subject: Subject): string {
    return encodeId('prv', subject.id);
  }
}
