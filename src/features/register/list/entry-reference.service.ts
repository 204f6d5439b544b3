import DataLoader from 'dataloader';
import type { Actor } from '../../identity/actor.js';
import { sourceFor } from '../entry/reference-source.js';
import type { RegisterEntry } from './entry-list.service.js';
import type {
  EntryReference,
  EntryReferenceRepository,
  ReferenceQuestion,
} from './entry-reference.repository.js';

export type { EntryReference };

/** Reads the external references of entries. */
export class EntryReferenceService {
  private readonly loader: DataLoader<ReferenceQuestion, EntryReference[]>;

  constructor(repository: EntryReferenceRepository) {
    this.loader = new DataLoader((questions) => repository.of(questions), { cache: false });
  }

  /** Returns the reference of the actor's own organisation for an entry within its reach. Returns null if there is none. */
  async own(actor: Actor, entry: RegisterEntry): Promise<string | null> {
    const [first] = await this.loader.load({ entryId: entry.id, source: sourceFor(actor, entry) });
    return first?.reference ?? null;
  }

  /** Returns all references of an entry to those who keep its register, and to others those of their own organisation. */
  all(actor: Actor, entry: RegisterEntry): Promise<EntryReference[]> {
    const source = actor.may('register.read', entry) ? null : sourceFor(actor, entry);
    return this.loader.load({ entryId: entry.id, source });
  }
}
