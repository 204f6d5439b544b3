import type { ChangeReader } from '../../platform/database/changes/change.js';
import type { Signpost } from './signpost.entity.js';
import type { SignpostRepository } from './signpost.repository.js';
import { signpostsFor } from './signpost.rules.js';

/** Keeps the signposts in memory and in step with the register. They are a few dozen rows. */
export class Signposts implements ChangeReader {
  readonly name = 'signposts';
  readonly madeFrom = ['signpost'];
  private all: readonly Signpost[] = [];

  constructor(private readonly repository: Pick<SignpostRepository, 'signposts'>) {}

  async reset(): Promise<void> {
    this.all = await this.repository.signposts();
  }

  async apply(changes: readonly { readonly table: string }[]): Promise<void> {
    if (changes.some(({ table }) => this.madeFrom.includes(table))) await this.reset();
  }

  /** The signposts to show to someone who needs help with these themes, in these local authorities (codes). At most six. */
  for(themes: ReadonlySet<string>, localAuthorityCodes: readonly string[]): Signpost[] {
    return signpostsFor(this.all, themes, localAuthorityCodes);
  }

  /** All signposts for all of England and for these local authorities (codes), in the order of the file. */
  list(localAuthorityCodes: readonly string[]): Signpost[] {
    return this.all.filter(
      ({ localAuthorityCode: code }) => code === null || localAuthorityCodes.includes(code),
    );
  }
}
