import { FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { encodeId } from '../../../platform/graphql/global-id.js';
import { QualityProviderType } from './quality.type.js';
import type { Subject } from './subject.repository.js';

/** The providers that quality records are about. */
@Resolver(() => QualityProviderType)
export class SubjectResolver {
  @FieldResolver(() => ID, {
    description:
      'The id of the provider. `node` finds it while it is listed. `registerEntry` finds it if it is within your reach.',
  })
  providerId(@Root() subject: Subject): string {
    return encodeId('prv', subject.id);
  }
}
