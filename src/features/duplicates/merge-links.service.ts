import DataLoader from 'dataloader';
import type { Actor } from '../identity/actor.js';
import type { Provider } from '../provider/provider.entity.js';
import { codesOf } from './candidate.service.js';
import type { MergeLink, MergeLinksRepository } from './merge-links.repository.js';

interface Key {
  readonly actor: Actor;
  readonly id: string;
}

/** Tells what was merged into what, to those who read the register. */
export class MergeLinksService {
  private readonly from = this.loader((links, id) => links.filter((link) => link.mergedId === id));
  private readonly into = this.loader((links, id) => links.filter((link) => link.intoId === id));

  constructor(private readonly repository: MergeLinksRepository) {}

  /** The entry that a provider was merged into, if it may be seen; null for one that was not. @throws Forbidden without `register.read`. */
  async mergedInto(actor: Actor, id: string): Promise<Provider | null> {
    const links = await this.from.load({ actor, id });
    return links.find(({ into }) => into)?.into ?? null;
  }

  /** The entries that were merged into a provider, as far as they may be seen. @throws Forbidden without `register.read`. */
  async mergedEntries(actor: Actor, id: string): Promise<Provider[]> {
    const links = await this.into.load({ actor, id });
    return links.flatMap(({ merged }) => merged ?? []);
  }

  /** What is asked in one tick by one actor is one statement. */
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
