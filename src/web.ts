import type { Hub } from './app.js';
import type { Config } from './config.js';
import { exampleQueries } from './example-queries.js';
import { anonymous } from './features/identity/actor.js';
import type { RequestContext } from './features/identity/request-context.js';
import { poolOf } from './platform/database/data-source.js';
import { createGraphQLServer } from './platform/graphql/graphql-server.js';
import { createExplorer } from './platform/http/explorer.js';
import { createHttpServer, type HttpServer } from './platform/http/server.js';
import type { Log } from './platform/log.js';

/** The web server over a hub, with the limits of the settings. `today` dates the explorer's examples. */
export async function createWeb(hub: Hub, config: Config, today: string, log: Log): Promise<HttpServer> {
  const graphql = await createGraphQLServer({
    schema: hub.schema,
    log,
    limits: { depth: config.MAX_DEPTH, aliases: config.MAX_ALIASES, cost: config.MAX_COST },
    timeoutMs: config.OPERATION_TIMEOUT_MS,
  });
  const context: RequestContext = { actor: anonymous };
  return createHttpServer({
    graphql,
    log,
    context: () => context,
    host: config.HOST,
    port: config.PORT,
    ...(config.EXPLORER && {
      explorer: createExplorer({
        title: 'AP Hub explorer',
        endpoint: '/graphql',
        examples: exampleQueries(today),
      }),
    }),
    readiness: {
      database: () => poolOf(hub.source).query('select 1'),
      search: async () => {
        if (!hub.engine.status().ready) throw new Error('The search index is being built.');
      },
    },
    readinessFacts: () => ({ search: hub.failover?.standing() ?? { engine: hub.engine.name } }),
    allowedOrigins: config.ALLOWED_ORIGINS,
    bodyLimit: config.BODY_LIMIT,
    drainTimeout: config.DRAIN_TIMEOUT_MS,
  });
}
