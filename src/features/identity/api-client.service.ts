import type { z } from 'zod';
import type { Clock } from '../../platform/clock.js';
import { DAY } from '../../platform/clock.js';
import {
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../platform/database/register-writer.js';
import { NotFound, type Problem, refuse } from '../../platform/errors.js';
import type { KeyRange } from '../../platform/key-range.js';
import { parseInput } from '../../platform/parse.js';
import { makeOnce } from '../privacy/repeatable.service.js';
import type { Actor } from './actor.js';
import { ApiClient } from './api-client.entity.js';
import type { ApiClientRepository, SeenApiKey } from './api-client.repository.js';
import { apiClientInput, apiKeyInput, MOST_KEYS } from './api-client.rules.js';
import { ApiKey } from './api-key.entity.js';
import { newApiKey } from './api-key.js';
import { by } from './attribution.rules.js';

/** A new key. This is the only time that it can be seen. */
export interface IssuedKey {
  readonly key: string;
  readonly apiKey: ApiKey;
}

/** A client with its keys that are valid now, newest first. */
export type ListedClient = ApiClient & { readonly liveKeys: readonly SeenApiKey[] };

/** What the service needs in order to check references in an input. */
export interface References {
  /** The problems with the code of a local authority; empty if there are none. */
  readonly localAuthorityProblems: (code: string, path: string[]) => Problem[];
  /** The id in a global id of that kind; null if it is not one. */
  readonly decodeId: (prefix: string, id: string) => string | null;
}

const explained: ConstraintProblems = {
  api_client_name: {
    field: ['input', 'name'],
    code: 'TAKEN',
    message: 'Another client already has this name. Give another name.',
  },
};

/** Use cases of programs that sign in with keys. All need `client.manage`. */
export class ApiClientService {
  constructor(
    private readonly repository: ApiClientRepository,
    private readonly writer: RegisterWriter,
    private readonly references: References,
    private readonly clock: Clock,
  ) {}

  async page(actor: Actor, range: KeyRange): Promise<ListedClient[]> {
    actor.require('client.manage');
    return this.withKeys(await this.repository.page(range));
  }

  /** Clients by id. */
  async byIds(actor: Actor, ids: readonly string[]): Promise<ListedClient[]> {
    actor.require('client.manage');
    return this.withKeys(await this.repository.byIds(ids));
  }

  /** Keys by id, including revoked and expired ones. */
  async keysByIds(actor: Actor, ids: readonly string[]): Promise<SeenApiKey[]> {
    actor.require('client.manage');
    return this.repository.keysByIds(ids);
  }

  count(actor: Actor): Promise<number> {
    actor.require('client.manage');
    return this.repository.count();
  }

  /** The time a key was last used, to within a minute; null if never. */
  lastUse(actor: Actor, keyId: string): Promise<Date | null> {
    actor.require('client.manage');
    return this.repository.lastUse(keyId);
  }

  /** Adds a client without a key. @throws UserProblem if the input is not valid. */
  async create(actor: Actor, input: z.input<typeof apiClientInput>, key?: string | null): Promise<ApiClient> {
    actor.require('client.manage');
    const { name, role, localAuthorities, providers, schools, ...narrowed } = parseInput(
      apiClientInput,
      input,
    );
    const providerIds = providers.map((id) => this.references.decodeId('prv', id));
    refuse([
      ...localAuthorities.flatMap((code) =>
        this.references.localAuthorityProblems(code, ['input', 'localAuthorities']),
      ),
      ...(providerIds.includes(null)
        ? [
            notFound(
              'providers',
              'At least one of these is not the id of a provider. Give ids such as prv_...',
            ),
          ]
        : []),
    ]);
    const values = {
      name,
      role: role.toLowerCase(),
      localAuthorityCodes: localAuthorities,
      providerIds: providerIds.filter((id) => id !== null),
      schoolUrns: schools,
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
   * Creates a key. A client can have two valid keys at a time, so that it can change from one to the next.
   * @throws UserProblem if the input is not valid, or if the client already has two valid keys.
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
   * Revokes a key: at once in this process, and within a second in every other. A key that is already revoked does not
   * change.
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

  /** Reads the keys of all the clients in one query. */
  private async withKeys(clients: readonly ApiClient[]): Promise<ListedClient[]> {
    const ids = clients.map(({ id }) => id);
    const keys = await this.repository.liveKeys(ids, new Date(this.clock.now()));
    return clients.map((client) =>
      Object.assign(client, { liveKeys: keys.filter(({ clientId }) => clientId === client.id) }),
    );
  }
}

const TOO_MANY_KEYS: Problem = {
  field: ['input', 'client'],
  code: 'TOO_MANY',
  message: `This client already has ${MOST_KEYS} keys. Revoke the one that it no longer uses.`,
};

function notFound(field: string, message: string): Problem {
  return { field: ['input', field], code: 'NOT_FOUND', message };
}
