import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import { idempotencyKeyArgument } from '../../platform/database/idempotency.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { encodeId } from '../../platform/graphql/global-id.js';
import { type Payload, payload } from '../../platform/graphql/mutation.js';
import { type Page, readPage } from '../../platform/graphql/page.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import type { ApiClient } from './api-client.entity.js';
import type { SeenApiKey } from './api-client.repository.js';
import { apiClientInput, apiKeyInput, clientRoles } from './api-client.rules.js';
import type { ApiClientService, IssuedKey } from './api-client.service.js';
import {
  ApiClientConnection,
  ApiClientCreatePayload,
  ApiClientType,
  ApiKeyCreatePayload,
  ApiKeyRevokePayload,
  ApiKeyType,
} from './api-client.type.js';
import type { ApiKey } from './api-key.entity.js';
import type { RequestContext } from './request-context.js';
import { Requires } from './requires.graph.js';

const ApiClientInput = inputFrom(apiClientInput, 'ApiClientInput');
const ApiKeyInput = inputFrom(apiKeyInput, 'ApiKeyInput');

/** A client on a page, with its keys, which are read for the whole page at once. */
type ListedClient = ApiClient & { readonly liveKeys: readonly SeenApiKey[] };

/** Programs that sign in by keys. */
@Resolver(() => ApiClientType)
export class ApiClientResolver {
  constructor(private readonly clients: ApiClientService) {}

  @Requires('client.manage')
  @Query(() => ApiClientConnection, { description: 'Programs that sign in by keys, by name.' })
  apiClients(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { actor }: RequestContext,
  ): Promise<Page<ListedClient>> {
    return readPage(
      page,
      (client) => [client.name, client.id],
      async (after, limit) => {
        const found = await this.clients.page(actor, after, limit);
        const keys = await this.clients.liveKeys(
          actor,
          found.map(({ id }) => id),
        );
        return found.map((client) =>
          Object.assign(client, { liveKeys: keys.filter(({ clientId }) => clientId === client.id) }),
        );
      },
      () => this.clients.count(actor),
    );
  }

  @Requires('client.manage')
  @Mutation(() => ApiClientCreatePayload, {
    description: 'Adds a program that may sign in, as yet without a key.',
  })
  apiClientCreate(
    @Arg('input', () => ApiClientInput, { description: 'The program.' })
    input: z.input<typeof apiClientInput>,
    @Ctx() { actor: asking }: RequestContext,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ): Promise<Payload<'apiClient', ApiClient>> {
    return payload('apiClient', asking, (actor) => this.clients.create(actor, input, key));
  }

  @Requires('client.manage')
  @Mutation(() => ApiKeyCreatePayload, {
    description:
      'Makes a key for a program; two may live at a time, so that it can change over. The answer is the only time it is shown.',
  })
  apiKeyCreate(
    @Arg('input', () => ApiKeyInput, { description: 'For whom, and for how long.' })
    input: z.input<typeof apiKeyInput>,
    @Ctx() { actor: asking }: RequestContext,
  ): Promise<Payload<'issued', IssuedKey>> {
    return payload('issued', asking, (actor) => this.clients.issueKey(actor, input));
  }

  @Requires('client.manage')
  @Mutation(() => ApiKeyRevokePayload, {
    description: 'Ends a key, within a second everywhere. Ending it again changes nothing.',
  })
  apiKeyRevoke(
    @Arg('id', () => ID, { description: 'Id of the key.' }) id: string,
    @Arg('reason', () => String, {
      nullable: true,
      description: 'Why, up to 500 characters, for the record.',
    })
    reason: string | null | undefined,
    @Ctx() { actor: asking }: RequestContext,
  ): Promise<Payload<'apiKey', ApiKey>> {
    return payload('apiKey', asking, (actor) => this.clients.revokeKey(actor, id, reason));
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() client: ApiClient): string {
    return encodeId('cli', client.id);
  }

  @FieldResolver(() => clientRoles, {
    nullable: true,
    description: 'What it may do; null for a role that the hub no longer knows.',
  })
  role(@Root() client: ApiClient): string | null {
    const name = client.role.toUpperCase();
    return Object.hasOwn(clientRoles, name) ? name : null;
  }

  @FieldResolver(() => [String], {
    description: 'Codes of the local authorities for which its role holds; empty for a role without.',
  })
  localAuthorities(@Root() { localAuthorityCodes }: ApiClient): string[] {
    return localAuthorityCodes;
  }

  @FieldResolver(() => [ID], {
    description: 'Ids of the providers for which its role holds; empty for a role without.',
  })
  providers(@Root() { providerIds }: ApiClient): string[] {
    return providerIds.map((id) => encodeId('prv', id));
  }

  @FieldResolver(() => [ApiKeyType], {
    description: 'Its keys that can be used now, newest first; two at most.',
  })
  keys(@Root() client: Partial<ListedClient>): readonly SeenApiKey[] {
    return client.liveKeys ?? [];
  }
}

/** Keys of programs. */
@Resolver(() => ApiKeyType)
export class ApiKeyResolver {
  constructor(private readonly clients: ApiClientService) {}

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() key: ApiKey): string {
    return encodeId('key', key.id);
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'When it was last used, to the minute; null: never.',
  })
  lastUsedAt(
    @Root() key: ApiKey & Partial<SeenApiKey>,
    @Ctx() { actor }: RequestContext,
  ): Date | null | Promise<Date | null> {
    // Read along in lists; a key that has just been made or ended is one by itself.
    return key.lastUsedAt === undefined ? this.clients.lastUse(actor, key.id) : key.lastUsedAt;
  }
}
