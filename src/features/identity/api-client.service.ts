import type { z } from 'zod';
import type { Clock } from '../../platform/clock.js';
import { DAY } from '../../platform/clock.js';
import {
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../platform/database/register-writer.js';
import type { NameKey } from '../../platform/database/rows.js';
import { NotFound, type Problem, refuse } from '../../platform/errors.js';
import { parseInput } from '../../platform/parse.js';
import { makeOnce } from '../privacy/repeatable.service.js';
import type { Actor } from './actor.js';
import { ApiClient } from './api-client.entity.js';
import type { ApiClientRepository, SeenApiKey } from './api-client.repository.js';
import { apiClientInput, apiKeyInput, MOST_KEYS } from './api-client.rules.js';
import { ApiKey } from './api-key.entity.js';
import { newApiKey } from './api-key.js';
import { by } from './attribution.rules.js';

/** A key that was just made: the only moment at which it can be seen. */
export interface IssuedKey {
  readonly key: string;
  readonly apiKey: ApiKey;
}

/** What the service asks of others about references in an input. */
export interface References {
  /** What is wrong with the code of a local authority; empty when nothing is. */
  readonly localAuthorityProblems: (code: string, path: string[]) => Problem[];
  /** The id behind a global one of that kind; null when it is none. */
  readonly decodeId: (prefix: string, id: string) => string | null;
}

const explained: ConstraintProblems = {
  api_client_name: {
    field: ['input', 'name'],
    code: 'TAKEN',
    message: 'Another client already has this name.',
  },
};

/** Use cases of programs that sign in by keys. All need `client.manage`. */
export class ApiClientService {
  constructor(
    private readonly repository: ApiClientRepository,
    private readonly writer: RegisterWriter,
    private readonly references: References,
    private readonly clock: Clock,
  ) {}

  page(actor: Actor, after: NameKey | null, limit: number): Promise<ApiClient[]> {
    actor.require('client.manage');
    return this.repository.page(after, limit);
  }

  count(actor: Actor): Promise<number> {
    actor.require('client.manage');
    return this.repository.count();
  }

  /** Keys of clients that can be used now, newest first. */
  liveKeys(actor: Actor, clientIds: readonly string[]): Promise<SeenApiKey[]> {
    actor.require('client.manage');
    return this.repository.liveKeys(clientIds, new Date(this.clock.now()));
  }

  /** When a key was last used, to the minute; null when never. */
  lastUse(actor: Actor, keyId: string): Promise<Date | null> {
    actor.require('client.manage');
    return this.repository.lastUse(keyId);
  }

  /** Adds a client without a key. @throws UserProblem for what is wrong with the input. */
  async create(actor: Actor, input: z.input<typeof apiClientInput>, key?: string | null): Promise<ApiClient> {
    actor.require('client.manage');
    const { name, role, localAuthorities, providers, ...narrowed } = parseInput(apiClientInput, input);
    const providerIds = providers.map((id) => this.references.decodeId('prv', id));
    refuse([
      ...localAuthorities.flatMap((code) =>
        this.references.localAuthorityProblems(code, ['input', 'localAuthorities']),
      ),
      ...(providerIds.includes(null) ? [notFound('providers', 'One of these is no id of a provider.')] : []),
    ]);
    const values = {
      name,
      role: role.toLowerCase(),
      localAuthorityCodes: localAuthorities,
      providerIds: providerIds.filter((id) => id !== null),
      ...narrowed,
    };
    const request = {
      actor: actor.name,
      key,
      operation: 'create client',
      sent: input,
      now: this.clock.now(),
    };
    return this.writer.write(
      explained,
      (db) => makeOnce(db, request, ApiClient, (id) => insertRecord(db, ApiClient, { ...values, id })),
      actor.because(),
    );
  }

  /**
   * Makes a key. A client may have two at a time, so that programs can change over from one to the next.
   * @throws UserProblem for what is wrong with the input, or when both keys still live.
   */
  async issueKey(actor: Actor, input: z.input<typeof apiKeyInput>): Promise<IssuedKey> {
    actor.require('client.manage');
    const { client, days } = parseInput(apiKeyInput, input);
    const clientId = this.references.decodeId('cli', client);
    const now = this.clock.now();
    const { key, prefix, hash } = newApiKey();
    const apiKey = await this.writer.write(
      {},
      async (db) => {
        if (!clientId || !(await db.existsBy(ApiClient, { id: clientId }))) {
          throw new NotFound('There is no client with this id.');
        }
        const live = await this.repository.countLiveKeys(db, clientId, new Date(now));
        refuse(live >= MOST_KEYS ? [TOO_MANY_KEYS] : []);
        const expiresAt = new Date(now + days * DAY);
        return insertRecord(db, ApiKey, { clientId, prefix, hash, expiresAt, revokedAt: null });
      },
      actor.because(),
    );
    return { key, apiKey };
  }

  /**
   * Ends a key: at once in this process, within a second in every other. One that was revoked before stays as it is.
   * @throws NotFound.
   */
  async revokeKey(actor: Actor, id: string, why?: string | null): Promise<ApiKey> {
    actor.require('client.manage');
    const attribution = by(actor, why);
    const keyId = this.references.decodeId('key', id);
    return this.writer.write(
      {},
      async (db) => {
        const key = keyId && (await db.findOneBy(ApiKey, { id: keyId }));
        if (!key) throw new NotFound('There is no key with this id.');
        if (key.revokedAt) return key;
        return updateRecord(db, ApiKey, key.id, key.version, { revokedAt: new Date(this.clock.now()) });
      },
      attribution,
    );
  }
}

const TOO_MANY_KEYS: Problem = {
  field: ['input', 'client'],
  code: 'TOO_MANY_KEYS',
  message: `This client has ${MOST_KEYS} keys already. Revoke the one that is no longer used.`,
};

function notFound(field: string, message: string): Problem {
  return { field: ['input', field], code: 'NOT_FOUND', message };
}
