// node toy-hub.js <address of a database>: a hub with one feature more, in a process of its own, since what decorators say is kept
// for all of a process. Prints as JSON what became of each part of it, and what is said when a part is left out.
import 'reflect-metadata';
import { Command } from 'commander';
import { createHub, features } from '../../../../src/app.js';
import { readConfig } from '../../../../src/config.js';
import { searchFeature } from '../../../../src/features/search/search.feature.js';
import { entitiesOf } from '../../../../src/platform/composition/composition.js';
import { consoleOf } from '../../../../src/platform/composition/console.js';
import { type Feature, feature, type Parts } from '../../../../src/platform/composition/feature.js';
import { openAtLeisure } from '../../../../src/platform/database/data-source.js';
import { createLog } from '../../../../src/platform/log.js';
import { createWeb } from '../../../../src/web.js';
import { toyFeature } from './toy.feature.js';

const [url = ''] = process.argv.slice(2);
const log = createLog('silent');
const config = readConfig({ PORT: '0' });

async function wholeToy() {
  const all = [...features, toyFeature];
  const hub = await createHub({ url, log }, all);
  const web = await createWeb(hub, config, '2026-11-23', log);
  try {
    const address = await web.listen();
    const ask = async (query: string) => {
      const body = JSON.stringify({ query });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${address}/graphql`, { method: 'POST', headers, body });
      return ((await answer.json()) as { data: { toys: { id: string; name: string }[]; node: object } }).data;
    };
    await hub.jobs.look();
    const { toys } = await ask('{ toys { id name } }');
    const route = await fetch(`${address}/toys`);
    const said: string[] = [];
    const out = { write: (text: string) => said.push(text) } as never;
    const console = consoleOf({
      features: all,
      openDatabase: async () => {
        const source = await openAtLeisure({ url, poolSize: 1, entities: entitiesOf(all) });
        return { url, source, close: () => source.destroy() };
      },
      settings: () => [],
      log: () => log,
      out,
      err: out,
    });
    const program = new Command();
    await toyFeature.commands(program, console);
    await program.parseAsync(['toys'], { from: 'user' });
    return {
      toys: toys.map(({ name }) => name),
      node: (await ask(`{ node(id: "${toys[0]?.id}") { __typename } }`)).node,
      route: { status: route.status, body: await route.json() },
      job: hub.of(toyFeature).seen.days.length,
      slot: hub.of(toyFeature).seen.offerings,
      command: said.join(''),
    };
  } finally {
    await web.close();
    await hub.close();
  }
}

async function errorOf(...last: Feature<unknown>[]): Promise<string> {
  try {
    const hub = await createHub({ url, log }, [...features, ...last]);
    await hub.close();
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

/** The toy with other things known of it, or other parts. */
const changed = (
  known: Partial<Feature<unknown>>,
  parts: Partial<Parts<unknown>> = {},
): Feature<unknown> => ({
  ...toyFeature,
  ...known,
  compose: async (host, given) => ({ ...(await toyFeature.compose(host, given)), ...parts }),
});

const elsewhere = feature({ name: 'elsewhere', needs: {}, compose: () => ({ gives: {} }) });
const late = feature({
  name: 'late',
  needs: { search: searchFeature },
  compose: (_, { search }) => ({ gives: {}, start: async () => search.followers.fill({} as never) }),
});
const daily = { name: 'toys seen', every: 'day', run: async () => {} } as const;

const whole = await wholeToy();
const said = {
  'no entity': await errorOf(changed({ entities: [] })),
  'no resolver class': await errorOf(changed({ resolvers: [] })),
  'no resolver instance': await errorOf(changed({}, { resolvers: [] })),
  'a need that is not listed': await errorOf(changed({ needs: { search: elsewhere } })),
  'a name that is there': await errorOf(changed({ name: 'place' })),
  'ids that are taken': await errorOf(
    changed({}, { nodes: [{ prefix: 'prv', typeName: 'Toy', entity: Object, load: () => null }] }),
  ),
  'a job that is there': await errorOf(changed({}, { jobs: [daily, daily] })),
  'a route that is there': await errorOf(
    changed(
      {},
      {
        routes: ['/toys', '/toys'].map((path) => ({ method: 'GET', path, cost: 1, answer: () => null })),
      },
    ),
  ),
  'a slot that is filled late': await errorOf(toyFeature, late),
};
process.stdout.write(JSON.stringify({ whole, said }));
