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
import type { ApiClientService, IssuedKey, ListedClient } from './api-client.service.js';
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

const ApiClientInput = inputFrom(apiClientInput, 'ApiClientCreateInput');
const ApiKeyInput = inputFrom(apiKeyInput, 'ApiKeyCreateInput');

/** Programs that sign in with API keys. */
@Resolver(() => ApiClientType)
export class ApiClientResolver {
  constructor(private readonly clients: ApiClientService) {}

  @Requires('client.manage')
  @Query(() => ApiClientConnection, { description: 'All programs that sign in with API keys, by name.' })
  apiClients(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { actor }: RequestContext,
  ): Promise<Page<ListedClient>> {
    return readPage(
      page,
      (client) => [client.name, client.id],
      (range) => this.clients.page(actor, range),
      () => this.clients.count(actor),
    );
  }

  @Requires('client.manage')
  @Mutation(() => ApiClientCreatePayload, {
    description: 'Adds a program. To let it sign in, create a key for it with `apiKeyCreate`.',
  })
  apiClientCreate(
    @Arg('input', () => ApiClientInput, { description: 'The program to add.' })
    input: z.input<typeof apiClientInput>,
    @Ctx() { actor: asking }: RequestContext,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ): Promise<Payload<'apiClient', ApiClient>> {
    return payload('apiClient', asking, (actor) => this.clients.create(actor, input, key));
  }

  @Requires('client.manage')
  @Mutation(() => ApiKeyCreatePayload, {
    description:
      'Creates a key for a program. A program can have two valid keys at a time, so that it can change from one to the next. The key is shown only in this response.',
  })
  apiKeyCreate(
    @Arg('input', () => ApiKeyInput, {
      description: 'The client that gets the key, and how long the key is valid.',
    })
    input: z.input<typeof apiKeyInput>,
    @Ctx() { actor: asking }: RequestContext,
  ): Promise<Payload<'issued', IssuedKey>> {
    return payload('issued', asking, (actor) => this.clients.issueKey(actor, input));
  }

  @Requires('client.manage')
  @Mutation(() => ApiKeyRevokePayload, {
    description:
      'Revokes a key. It stops working everywhere within a second. To revoke it again changes nothing.',
  })
  apiKeyRevoke(
    @Arg('id', () => ID, { description: 'The id of the key.' }) id: string,
    @Arg('reason', () => String, {
      nullable: true,
      description: 'The reason, up to 500 characters. The change log keeps it.',
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
    description: 'The role of the program. Null for a role that the hub no longer has.',
  })
  role(@Root() client: ApiClient): string | null {
    const name = client.role.toUpperCase();
    return Object.hasOwn(clientRoles, name) ? name : null;
  }

  @FieldResolver(() => [String], {
    description:
      'Codes of the local authorities where the program may use its role. Empty if there are none.',
  })
  localAuthorities(@Root() { localAuthorityCodes }: ApiClient): string[] {
    return localAuthorityCodes;
  }

  @FieldResolver(() => [ID], {
    description: 'Ids of the providers that the program may edit. Empty if there are none.',
  })
  providers(@Root() { providerIds }: ApiClient): string[] {
    return providerIds.map((id) => encodeId('prv', id));
  }

  @FieldResolver(() => [String], {
    description: 'URNs of the schools that the program may hold places for. Empty if there are none.',
  })
  schools(@Root() { schoolUrns }: ApiClient): string[] {
    return schoolUrns;
  }

  @FieldResolver(() => [ApiKeyType], {
    description: 'The program’s keys that are valid now, newest first. At most two.',
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
    description: 'The time the key was last used, to within a minute. Null if it was never used.',
  })
  lastUsedAt(
    @Root() key: ApiKey & Partial<SeenApiKey>,
    @Ctx() { actor }: RequestContext,
  ): Date | null | Promise<Date | null> {
    // Lists already read the last use. A key that was just created or revoked needs a query.
    return key.lastUsedAt === undefined ? this.clients.lastUse(actor, key.id) : key.lastUsedAt;
  }
}
