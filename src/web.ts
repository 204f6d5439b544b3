import type { Hub } from './app.js';
import { addDevelopmentSignIn, composeSignIn } from './compose-sign-in.js';
import type { Config } from './config.js';
import { exampleQueries } from './example-queries.js';
import type { Actor } from './features/identity/actor.js';
import type { Permission } from './features/identity/permissions.js';
import type { RequestContext } from './features/identity/request-context.js';
import { poolOf } from './platform/database/data-source.js';
import { createGraphQLServer } from './platform/graphql/graphql-server.js';
import { permissionCheck } from './platform/graphql/permission-walk.js';
import { createExplorer } from './platform/http/explorer.js';
import { createHttpServer, type HttpServer } from './platform/http/server.js';
import type { Log } from './platform/log.js';

/** The web server over a hub, with the limits of the settings. `today` dates the explorer's examples. */
export async function createWeb(hub: Hub, config: Config, today: string, log: Log): Promise<HttpServer> {
  const { signIn, development } = await composeSignIn(config, hub.keySignIn, hub.clock, log);
  const graphql = await createGraphQLServer({
    schema: hub.schema,
    check: permissionCheck(hub.schema, (context, permission) =>
      (context as RequestContext).actor.may(permission as Permission),
    ),
    log,
    limits: { depth: config.MAX_DEPTH, aliases: config.MAX_ALIASES, cost: config.MAX_COST },
    timeoutMs: config.OPERATION_TIMEOUT_MS,
  });
  const server = await createHttpServer({
    graphql,
    log,
    context: ({ headers }) => contextOf(signIn.actorOf(headers.authorization)),
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
  if (development) addDevelopmentSignIn(server.app, development);
  return server;
}

function contextOf(actor: Actor | Promise<Actor>): RequestContext | Promise<RequestContext> {
  return actor instanceof Promise ? actor.then((known) => ({ actor: known })) : { actor };
}
