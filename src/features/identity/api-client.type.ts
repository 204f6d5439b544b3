import { Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { nameEnum } from '../../platform/graphql/enum.js';
import { payloadTypes } from '../../platform/graphql/mutation.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { userErrorType } from '../../platform/graphql/user-error.js';
import { clientRoles } from './api-client.rules.js';

nameEnum(clientRoles, 'ClientRole', 'What a program may do; the README of the hub says which permissions.', {
  SCHOOL: 'Sees exact places, prices and addresses.',
  PARTNER: 'Sees what schools see, for an app.',
  PROVIDER_EDITOR: 'Edits the entries of its own providers.',
  COMMISSIONER: 'Keeps the register of its local authorities.',
  QUALITY_OFFICER: 'Reviews quality in its local authorities.',
  ADMINISTRATOR: 'May do everything, everywhere.',
});

const ClientUserErrorType = userErrorType('Client', {
  about: 'a client or key',
  why: 'Why a client or key could not be made or ended.',
  codes: ['INVALID', 'TAKEN', 'NOT_FOUND', 'UNKNOWN_CODE', 'TOO_MANY_KEYS', 'CONFLICT', 'KEY_REUSED'],
});
const payloadType = payloadTypes(ClientUserErrorType, 'What to put right; empty when it was carried out.');

@ObjectType('ApiKey', {
  description: 'A key by which a program signs in. The key itself is shown once, when it is made.',
})
export class ApiKeyType {
  @Field(() => String, { description: 'The part of the key that tells it apart.', simple: true })
  prefix: string;

  @Field(() => DateTime, { description: 'When it was made.', simple: true })
  createdAt: Date;

  @Field(() => DateTime, { description: 'From then on it is refused.', simple: true })
  expiresAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was ended; null: it was not.',
    simple: true,
  })
  revokedAt: Date | null;
}

@ObjectType('ApiClient', { description: 'A program that signs in by keys.', implements: NodeType })
export class ApiClientType extends NodeType {
  @Field(() => String, { description: 'What it is called.', simple: true })
  name: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Permissions that it is narrowed to; null: all that its role has.',
    simple: true,
  })
  scopes: string[] | null;

  @Field(() => Boolean, { description: 'Whether its keys may send trusted documents only.', simple: true })
  trustedDocumentsOnly: boolean;

  @Field(() => DateTime, { description: 'When it was made.', simple: true })
  createdAt: Date;
}

/** A page of clients. */
export const ApiClientConnection = connectionOf(ApiClientType, 'ApiClient');

/** What making a client answers. */
export const ApiClientCreatePayload = payloadType(
  'ApiClientCreatePayload',
  'The client that was made, or what was wrong.',
  { apiClient: { type: () => ApiClientType, description: 'The client; null when it was not made.' } },
);

@ObjectType('IssuedApiKey', { description: 'A key at the moment it was made.', simpleResolvers: true })
export class IssuedApiKeyType {
  @Field(() => String, {
    description:
      'Send it as `Authorization: Bearer`. Keep it now: the hub does not, and cannot show it again.',
  })
  key: string;

  @Field(() => ApiKeyType, { description: 'What the hub knows of it.' })
  apiKey: object;
}

/** What making a key answers. */
export const ApiKeyCreatePayload = payloadType(
  'ApiKeyCreatePayload',
  'The key that was made, or what was wrong.',
  { issued: { type: () => IssuedApiKeyType, description: 'The key; null when it was not made.' } },
);

/** What ending a key answers. */
export const ApiKeyRevokePayload = payloadType(
  'ApiKeyRevokePayload',
  'The key that was ended, or what was wrong.',
  { apiKey: { type: () => ApiKeyType, description: 'The key; null when there is none.' } },
);
