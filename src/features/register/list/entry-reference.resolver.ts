import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../identity/request-context.js';
import type { EntryReference, EntryReferenceService } from './entry-reference.service.js';
import type { RegisterEntry } from './register.service.js';
import { RegisterEntryType } from './register.type.js';

@ObjectType('ExternalReference', {
  description: 'What an organisation calls an entry in its own systems. Class: commissioner and its own.',
  simpleResolvers: true,
})
export class ExternalReferenceType {
  @Field(() => String, {
    description:
      'Whose it is: `LA:926` for a local authority, `PROVIDER` for the provider itself, `CLIENT:` and a client.',
  })
  source: string;

  @Field(() => String, { description: 'The reference.' })
  reference: string;

  @Field(() => Boolean, { description: 'Whether it is that of an entry that was merged into this one.' })
  isMerged: boolean;
}

/** What organisations call an entry. */
@Resolver(() => RegisterEntryType)
export class EntryReferenceResolver {
  constructor(private readonly references: EntryReferenceService) {}

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What your organisation calls it: a bulk upsert of yours finds it by this. Null when nothing.',
  })
  externalReference(@Root() entry: RegisterEntry, @Ctx() { actor }: RequestContext): Promise<string | null> {
    return this.references.own(actor, entry);
  }

  @FieldResolver(() => [ExternalReferenceType], {
    description: 'What organisations call it: all of them for who keeps its register, for others their own.',
  })
  externalReferences(
    @Root() entry: RegisterEntry,
    @Ctx() { actor }: RequestContext,
  ): Promise<EntryReference[]> {
    return this.references.all(actor, entry);
  }
}
