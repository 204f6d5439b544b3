import { Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { nameEnum } from '../../platform/graphql/enum.js';
import { payloadTypes } from '../../platform/graphql/mutation.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { userErrorType } from '../../platform/graphql/user-error.js';
import { clientRoles } from './api-client.rules.js';

nameEnum(
  clientRoles,
  'ClientRole',
  'The role of a program. It decides which permissions the program has. The hub’s README lists them.',
  {
    SCHOOL: 'Sees exact places, prices, addresses and contacts for schools.',
    PARTNER: 'Sees what schools see. For apps of partners.',
    PROVIDER_EDITOR: 'Edits the entries of its own providers.',
    COMMISSIONER: 'Manages the registers of its local authorities.',
    QUALITY_OFFICER: 'Reviews the quality of providers in its local authorities.',
    ADMINISTRATOR: 'Has all permissions, everywhere.',
  },
);

const ClientUserErrorType = userErrorType('Client', 'a client or key');
const payloadType = payloadTypes(ClientUserErrorType, 'What was wrong. Empty if the change was made.');

@ObjectType('ApiKey', {
  description: 'A key that a program signs in with. The key itself is shown only once, when it is created.',
  implements: NodeType,
})
export class ApiKeyType extends NodeType {
  @Field(() => String, {
    description: 'The part of the key that identifies it. It is not secret.',
    simple: true,
  })
  prefix: string;

  @Field(() => DateTime, { description: 'The time the key was created.', simple: true })
  createdAt: Date;

  @Field(() => DateTime, {
    description: 'The time the key expires. From then on the hub refuses it.',
    simple: true,
  })
  expiresAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The time the key was revoked. Null if it was not.',
    simple: true,
  })
  revokedAt: Date | null;
}

@ObjectType('ApiClient', { description: 'A program that signs in with API keys.', implements: NodeType })
export class ApiClientType extends NodeType {
  @Field(() => String, { description: 'The name of the program.', simple: true })
  name: string;

  @Field(() => [String], {
    nullable: true,
    description: 'The only permissions of its role that the program may use. Null if it may use all of them.',
    simple: true,
  })
  scopes: string[] | null;

  @Field(() => Boolean, { description: 'Whether its keys may send only trusted documents.', simple: true })
  trustedDocumentsOnly: boolean;

  @Field(() => DateTime, { description: 'The time the program was added.', simple: true })
  createdAt: Date;
}

/** A page of clients. */
export const ApiClientConnection = connectionOf(ApiClientType, 'ApiClient', {
  one: 'an API client',
  many: 'API clients',
});

/** The result of creating a client. */
export const ApiClientCreatePayload = payloadType(
  'ApiClientCreatePayload',
  'The new client, or what was wrong.',
  { apiClient: { type: () => ApiClientType, description: 'The new client. Null if it was not created.' } },
);

@ObjectType('IssuedApiKey', {
  description: 'A new key. This is the only time the hub shows it.',
  simpleResolvers: true,
})
export class IssuedApiKeyType {
  @Field(() => String, {
    description:
      'The key. Send it as `Authorization: Bearer`. Store it safely now, because the hub does not keep it and cannot show it again.',
  })
  key: string;

  @Field(() => ApiKeyType, { description: 'What the hub stores about the key.' })
  apiKey: object;
}

/** The result of creating a key. */
export const ApiKeyCreatePayload = payloadType('ApiKeyCreatePayload', 'The new key, or what was wrong.', {
  issued: { type: () => IssuedApiKeyType, description: 'The new key. Null if it was not created.' },
});

/** The result of revoking a key. */
export const ApiKeyRevokePayload = payloadType('ApiKeyRevokePayload', 'The revoked key, or what was wrong.', {
  apiKey: { type: () => ApiKeyType, description: 'The revoked key. Null if there is no key with this id.' },
});
