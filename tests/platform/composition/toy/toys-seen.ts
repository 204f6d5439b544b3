import type {
  IndexedOffering,
  OfferingFollower,
  OfferingGeneration,
} from '../../../../src/features/search/indexed-offering.js';

/** What the toy has seen: offerings, by its filling of a slot of the search, and days, by its job. */
export class ToysSeen implements OfferingFollower {
  offerings = 0;
  readonly days: string[] = [];

  begin(): OfferingGeneration {
    return {
      add: (offerings: readonly IndexedOffering[]) => {
        this.offerings += offerings.length;
      },
      finish() {},
    };
  }

  replace(): void {}
}
