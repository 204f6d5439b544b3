import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../identity/request-context.js';
import type { RegisterEntry } from './entry-list.service.js';
import type { EntryReference, EntryReferenceService } from './entry-reference.service.js';
import { RegisterEntryType } from './register-entry.type.js';

@ObjectType('ExternalReference', {
  description:
    'An organisation’s own reference for an entry, from its own systems. Class: commissioner and its own.',
  simpleResolvers: true,
})
export class ExternalReferenceType {
  @Field(() => String, {
    description:
      'The owner of the reference: `LA:` and a code for a local authority (`LA:926`), `PROVIDER` for the provider itself, or `CLIENT:` and the name of an API client.',
  })
  source: string;

  @Field(() => String, { description: 'The reference.' })
  reference: string;

  @Field(() => Boolean, {
    description: 'Whether the reference is that of an entry that was merged into this one.',
  })
  isMerged: boolean;
}

/** Adds external references to entries. */
@Resolver(() => RegisterEntryType)
export class EntryReferenceResolver {
  constructor(private readonly references: EntryReferenceService) {}

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Your organisation’s own reference for the entry. A bulk upsert finds the entry by it. Null if there is none.',
  })
  externalReference(@Root() entry: RegisterEntry, @Ctx() { actor }: RequestContext): Promise<string | null> {
    return this.references.own(actor, entry);
  }

  @FieldResolver(() => [ExternalReferenceType], {
    description:
      'The references of all organisations if you read its register, otherwise those of your own organisation.',
  })
  externalReferences(
    @Root() entry: RegisterEntry,
    @Ctx() { actor }: RequestContext,
  ): Promise<EntryReference[]> {
    return this.references.all(actor, entry);
  }
}
