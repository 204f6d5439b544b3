import DataLoader from 'dataloader';
import type { Actor } from '../identity/actor.js';
import type { Provider } from '../provider/provider.entity.js';
import { codesOf } from './candidate.service.js';
import type { MergeLink, MergeLinksRepository } from './merge-links.repository.js';

interface Key {
  readonly actor: Actor;
  readonly id: string;
}

/** Reads which entries were merged into which, for users who read the register. */
export class MergeLinksService {
  private readonly from = this.loader((links, id) => links.filter((link) => link.mergedId === id));
  private readonly into = this.loader((links, id) => links.filter((link) => link.intoId === id));

  constructor(private readonly repository: MergeLinksRepository) {}

  /**
   * Returns the entry that a provider was merged into. Returns null if it was not merged or the actor cannot see that entry.
   * @throws Forbidden without `register.read`.
   */
  async mergedInto(actor: Actor, id: string): Promise<Provider | null> {
    const links = await this.from.load({ actor, id });
    return links.find(({ into }) => into)?.into ?? null;
  }

  /** Returns the entries merged into a provider that the actor may see. @throws Forbidden without `register.read`. */
  async mergedEntries(actor: Actor, id: string): Promise<Provider[]> {
    const links = await this.into.load({ actor, id });
    return links.flatMap(({ merged }) => merged ?? []);
  }

  /** Batches the keys of one tick: one statement for each actor. */
  private loader(choose: (links: readonly MergeLink[], id: string) => MergeLink[]) {
    return new DataLoader<Key, MergeLink[]>(
      async (keys) => {
        const found = new Map<Actor, readonly MergeLink[]>();
        for (const actor of new Set(keys.map((key) => key.actor))) {
          const ids = keys.filter((key) => key.actor === actor).map(({ id }) => id);
          found.set(actor, await this.repository.of(ids, codesOf(actor)));
        }
        return keys.map(({ actor, id }) => choose(found.get(actor) ?? [], id));
      },
      { cache: false },
    );
  }
}
