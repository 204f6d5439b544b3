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
 * Signs programs in by their keys. Keys are kept in memory and follow the change log: a known one costs no statement, and one
 * that is revoked ends within a second in every process.
 */
export class KeySignIn {
  /** When the use of a key was last written down, by its prefix: of every key that was good once, and so no cache that forgets. */
  private readonly noted = new Map<string, number>();

  constructor(
    private readonly repository: ApiClientRepository,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'warn'>,
    /** Of the database, which alone knows of keys that are not in memory. */
    private readonly presence: Pick<DatabasePresence, 'absence'>,
  ) {}

  /**
   * At once for a key that is in memory.
   * @param admit called before a key is looked for whose prefix was never that of a good one.
   * @throws Unauthenticated; in the same words for a key that is unknown, revoked or wrong. Unavailable for one that cannot be
   *   looked up just now.
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
      if (this.presence.absence) throw awayError(); // it may have been made since
      throw unusable();
    }
    const now = this.clock.now();
    if (now >= known.expiresAt.getTime()) {
      throw new Unauthenticated('This API key has expired. Use the one that replaces it, or ask for one.');
    }
    this.noteUse(known, prefix, now);
    return known.actor;
  }

  /** At most once a minute, and nobody waits for it. */
  private noteUse({ id }: UsableKey, prefix: string, now: number): void {
    if (now - (this.noted.get(prefix) ?? -Infinity) < MINUTE) return;
    this.noted.set(prefix, now);
    this.repository.noteUse(id, new Date(now)).catch((error: unknown) => {
      if (troubleOf(error)) return;
      this.log.warn({ error: errorFacts(error) }, 'the use of an API key could not be noted');
    });
  }
}

function unusable(): Unauthenticated {
  return new Unauthenticated('This API key is not valid: it is mistyped, or was revoked.');
}
