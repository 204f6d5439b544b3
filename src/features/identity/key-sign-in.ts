import type { Clock } from '../../platform/clock.js';
import { awayError, type DatabasePresence } from '../../platform/database/presence.js';
import { troubleOf } from '../../platform/database/trouble.js';
import { Unauthenticated } from '../../platform/errors.js';
import { errorFacts, type Log } from '../../platform/log.js';
import type { Actor } from './actor.js';
import type { ApiClientRepository, UsableKey } from './api-client.repository.js';
import { isApiKey, prefixOfApiKey } from './api-key.js';

const MINUTE = 60_000;

/**
 * Signs programs in by their keys. Keys are kept in memory and follow the change log: a known one costs no statement, and one
 * that is revoked ends within a second in every process.
 */
export class KeySignIn {
  /** When the use of a key was last written down, by its id. */
  private readonly noted = new Map<string, number>();

  constructor(
    private readonly repository: ApiClientRepository,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'warn'>,
    /** Of the database, which alone knows of keys that are not in memory. */
    private readonly presence: Pick<DatabasePresence, 'absence'>,
  ) {}

  /**
   * @throws Unauthenticated; in the same words for a key that is unknown, revoked or wrong. Unavailable for one that cannot be
   *   looked up just now.
   */
  async actorOf(key: string): Promise<Actor> {
    const prefix = prefixOfApiKey(key);
    const known = prefix === null ? null : await this.repository.usableKeys.get(prefix);
    if (!known || !isApiKey(key, known.hash)) {
      if (prefix !== null && this.presence.absence) throw awayError(); // it may have been made since
      throw new Unauthenticated('This API key is not valid: it is mistyped, or was revoked.');
    }
    const now = this.clock.now();
    if (now >= known.expiresAt.getTime()) {
      throw new Unauthenticated('This API key has expired. Use the one that replaces it, or ask for one.');
    }
    this.noteUse(known, now);
    return known.actor;
  }

  /** At most once a minute, and nobody waits for it. */
  private noteUse({ id }: UsableKey, now: number): void {
    if (now - (this.noted.get(id) ?? -Infinity) < MINUTE) return;
    this.noted.set(id, now);
    this.repository.noteUse(id, new Date(now)).catch((error: unknown) => {
      if (troubleOf(error)) return;
      this.log.warn({ error: errorFacts(error) }, 'the use of an API key could not be noted');
    });
  }
}
