import DataLoader from 'dataloader';
import type { Actor } from '../../identity/actor.js';
import { sourceFor } from '../entry/reference-source.js';
import type {
  EntryReference,
  EntryReferenceRepository,
  ReferenceQuestion,
} from './entry-reference.repository.js';
import type { RegisterEntry } from './register.service.js';

export type { EntryReference };

/** Tells what organisations call the entries of the register. */
export class EntryReferenceService {
  private readonly loader: DataLoader<ReferenceQuestion, EntryReference[]>;

  constructor(repository: EntryReferenceRepository) {
    this.loader = new DataLoader((questions) => repository.of(questions), { cache: false });
  }

  /** What the actor's own organisation calls an entry that was read within reach; null when nothing. */
  async own(actor: Actor, entry: RegisterEntry): Promise<string | null> {
    const [first] = await this.loader.load({ entryId: entry.id, source: sourceFor(actor, entry) });
    return first?.reference ?? null;
  }

  /** Everybody's references of an entry for who keeps its register; for others those of their own organisation. */
  all(actor: Actor, entry: RegisterEntry): Promise<EntryReference[]> {
    const source = actor.may('register.read', entry) ? null : sourceFor(actor, entry);
    return this.loader.load({ entryId: entry.id, source });
  }
}
