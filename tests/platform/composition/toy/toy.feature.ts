import { searchFeature } from '../../../../src/features/search/search.feature.js';
import { feature, poolFrom } from '../../../../src/platform/composition/feature.js';
import { Toy } from './toy.entity.js';
import { ToyResolver, ToyType } from './toy.resolver.js';
import { toyCommands } from './toy-command.js';
import { ToysSeen } from './toys-seen.js';

/** A feature with something of everything. */
export const toyFeature = feature({
  name: 'toy',
  needs: { search: searchFeature },
  entities: [Toy],
  resolvers: [ToyResolver],
  types: [ToyType],
  commands: (program, { openDatabase, out }) => toyCommands(program, poolFrom(openDatabase), out),
  compose({ database: { source } }, { search }) {
    const toys = source.getRepository(Toy);
    const seen = new ToysSeen();
    search.followers.fill(seen);
    return {
      gives: { seen },
      resolvers: [new ToyResolver(toys)],
      nodes: [{ prefix: 'toy', typeName: 'Toy', entity: Toy, load: (id) => toys.findOneBy({ id }) }],
      jobs: [{ name: 'toys seen', every: 'day', run: async (today) => seen.days.push(today) }],
      routes: [{ method: 'GET', path: '/toys', cost: 5, answer: () => toys.find() }],
    };
  },
});
