import { searchFeature } from '../../../../src/features/search/search.feature.js';
import { feature, type Parts } from '../../../../src/platform/composition/feature.js';
import { Toy } from './toy.entity.js';
import { ToyResolver, ToyType } from './toy.resolver.js';

/** What the toy has seen. */
export interface Seen {
  /** By its filling of a slot of the search. */
  offerings: number;
  days: string[];
}

const usual = {
  name: 'toy',
  needs: { search: searchFeature },
  entities: [Toy],
  resolvers: [ToyResolver],
  types: [ToyType],
};

/** A feature with something of everything; `without` and `more` change it for tests of what goes wrong. */
export const toyFeature = (without: Partial<typeof usual> = {}, more: Partial<Parts<Seen>> = {}) =>
  feature({
    ...usual,
    ...without,
    commands: (program, { openDatabase, out }) => {
      program.command('toys').action(async () => {
        const { host, close } = await openDatabase();
        const { rows } = await host.database.reading.query('select name from toy');
        out.write(`${rows.map(({ name }) => name).join()}\n`);
        await close();
      });
    },
    compose({ database: { source } }, { search }): Parts<Seen> {
      const seen: Seen = { offerings: 0, days: [] };
      // A hub that leaves out the need gives nothing.
      search?.followers.fill({
        begin: () => ({
          add(offerings) {
            seen.offerings += offerings.length;
          },
          finish() {},
        }),
        replace() {},
      });
      const toys = source.getRepository(Toy);
      return {
        gives: seen,
        resolvers: [new ToyResolver(toys)],
        nodes: [{ prefix: 'toy', typeName: 'Toy', entity: Toy, load: (id) => toys.findOneBy({ id }) }],
        routes: [{ method: 'GET', path: '/toys', cost: 5, answer: async () => toys.find() }],
        jobs: [{ name: 'toy', every: 'day', run: async (today) => seen.days.push(today) }],
        ...more,
      };
    },
  });
