import DataLoader from 'dataloader';
import type { School } from './school.entity.js';
import type { SchoolRepository, Successor } from './school.repository.js';
import { schoolNotice, statusOf } from './school-life.rules.js';

/** No school is split into more. */
const MOST_SUCCESSORS = 20;

/** Reads schools, and what became of them. Batches what is asked for in one tick, and keeps nothing. */
export class SchoolService {
  private readonly byUrn: DataLoader<string, School | null>;
  private readonly following: DataLoader<string, readonly Successor[]>;

  constructor(repository: SchoolRepository) {
    this.byUrn = new DataLoader(
      async (urns) => {
        const found = await repository.byUrns(urns);
        return urns.map((urn) => found.get(urn) ?? null);
      },
      { cache: false },
    );
    this.following = new DataLoader(
      async (urns) => {
        const found = await repository.successors(urns);
        return urns.map((urn) => found.get(urn) ?? []);
      },
      { cache: false },
    );
  }

  /** The school with this URN. Null if there is none. */
  get(urn: string): Promise<School | null> {
    return this.byUrn.load(urn);
  }

  /** The schools that a URN leads on to: those that came after it and are not closed. Empty for a school that is not closed. */
  async successors(urn: string): Promise<School[]> {
    return (await this.following.load(urn)).flatMap(({ school }) => school ?? []).slice(0, MOST_SUCCESSORS);
  }

  /** The URNs that a URN leads on to, including those of schools that the hub does not have. */
  async successorUrns(urn: string): Promise<string[]> {
    return (await this.following.load(urn)).map((one) => one.urn);
  }

  /** What someone should know who searches from a school. Null if there is nothing. */
  async notice(school: School): Promise<string | null> {
    const isClosed = statusOf(school) === 'CLOSED';
    return schoolNotice(school, isClosed ? await this.successors(school.urn) : []);
  }
}
