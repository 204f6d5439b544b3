import type { Clock } from '../../platform/clock.js';
import { awayError, type DatabasePresence } from '../../platform/database/presence.js';
import { troubleOf } from '../../platform/database/trouble.js';
import { Unauthenticated } from '../../platform/errors.js';
import { errorFacts, type Log } from '../../platform/log.js';
import { whenThere } from '../../platform/when-there.js';
import type { Actor } from './actor.js';
import type { ApiClientRepository, UsableKey } from './api-client.repository.js';
import { isApiKey, prefixOfApiKey } from './api-key.js';
import { type Admit, admitAll } from './request-context.js';

const MINUTE = 60_000;

/**
 * Signs programs in with their keys. Keys are cached in memory and refreshed from the change log. A cached key needs no
 * SQL statement, and a revoked key stops working within a second in every process.
 */
export class KeySignIn {
  /**
   * The time the use of each key was last recorded, by prefix. It holds every key that was ever valid, so it must never
   * drop any.
   */
  private readonly noted = new Map<string, number>();

  constructor(
    private readonly repository: ApiClientRepository,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'warn'>,
    /** Whether the database can be reached. Only the database knows keys that are not in memory. */
    private readonly presence: Pick<DatabasePresence, 'absence'>,
  ) {}

  /**
   * The actor for a key. Not a promise if the key is in memory.
   * @param admit called before the lookup of a key with a prefix that was never valid.
   * @throws Unauthenticated, with the same message for a key that is unknown, revoked or wrong. Unavailable if the key
   * cannot be looked up now.
   */
  actorOf(key: string, admit: Admit = admitAll): Actor | Promise<Actor> {
    const prefix = prefixOfApiKey(key);
    const isNew = prefix === null || !this.noted.has(prefix);
    return whenThere(isNew ? admit() : undefined, () => this.lookUp(key, prefix));
  }

  private lookUp(key: string, prefix: string | null): Actor | Promise<Actor> {
    if (prefix === null) throw unusable();
    return whenThere(this.repository.usableKeys.get(prefix), (known) => this.actorBy(key, prefix, known));
  }

  private actorBy(key: string, prefix: string, known: UsableKey | null): Actor {
    if (!known || !isApiKey(key, known.hash)) {
      if (this.presence.absence) throw awayError(); // the key may be newer than the cache
      throw unusable();
    }
    const now = this.clock.now();
    if (now >= known.expiresAt.getTime()) {
      throw new Unauthenticated(
        'This API key has expired. Use the key that replaces it, or ask for a new one.',
      );
    }
    this.noteUse(known, prefix, now);
    return known.actor;
  }

  /** Records the use at most once a minute, without waiting for it. */
  private noteUse({ id }: UsableKey, prefix: string, now: number): void {
    if (now - (this.noted.get(prefix) ?? -Infinity) < MINUTE) return;
    this.noted.set(prefix, now);
    this.repository.noteUse(id, new Date(now)).catch((error: unknown) => {
      if (troubleOf(error)) return;
      this.log.warn({ error: errorFacts(error) }, 'the use of an API key could not be recorded');
    });
  }
}

function unusable(): Unauthenticated {
  return new Unauthenticated(
    'This API key is not valid. It may be mistyped or revoked. Check it, or ask for a new one.',
  );
}
