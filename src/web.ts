import type { Hub } from './app.js';
import { addDevelopmentSignIn, composeSignIn } from './compose-sign-in.js';
import type { Config } from './config.js';
import { exampleQueries } from './example-queries.js';
import { type Actor, anonymous } from './features/identity/actor.js';
import type { Permission } from './features/identity/permissions.js';
import type { RequestContext } from './features/identity/request-context.js';
import type { Budget } from './platform/budget.js';
import { poolOf } from './platform/database/data-source.js';
import type { DatabasePresence } from './platform/database/presence.js';
import { SharedBudget } from './platform/database/shared-budget.js';
import type { AbsenceFor } from './platform/graphql/absence.js';
import { createGraphQLServer } from './platform/graphql/graphql-server.js';
import type { Spend } from './platform/graphql/operation-runner.js';
import { permissionCheck } from './platform/graphql/permission-walk.js';
import { createExplorer } from './platform/http/explorer.js';
import { networkOf } from './platform/http/network-of.js';
import { createHttpServer, type HttpServer } from './platform/http/server.js';
import type { Log } from './platform/log.js';
import { trustedDocuments, whyTrustedOnly } from './trusted-documents.js';

/** The web server over a hub, with the limits of the settings. `today` dates the explorer's examples. */
export async function createWeb(hub: Hub, config: Config, today: string, log: Log): Promise<HttpServer> {
  const { signIn, development } = await composeSignIn(config, hub.keySignIn, hub.clock, log);
  const graphql = await createGraphQLServer({
    schema: hub.schema,
    check: permissionCheck(hub.schema, (context, permission) =>
      (context as RequestContext).actor.may(permission as Permission),
    ),
    trusted: trustedDocuments(config),
    whyTrustedOnly: (context) => whyTrustedOnly(config, (context as RequestContext).actor),
    log,
    limits: { depth: config.MAX_DEPTH, aliases: config.MAX_ALIASES, cost: config.MAX_COST },
    timeoutMs: config.OPERATION_TIMEOUT_MS,
    absence: absenceFrom(hub.presence),
    ...(config.BUDGETS && { spend: spendFrom(new SharedBudget(poolOf(hub.source)), config) }),
  });
  const server = await createHttpServer({
    graphql,
    log,
    context: ({ headers, address }) => contextOf(signIn.actorOf(headers.authorization), address),
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
      writing: () => hub.writing.check(),
      search: async () => {
        if (!hub.engine.status().ready) throw new Error('The search index is being built.');
      },
    },
    readinessFacts: () => ({
      search: hub.failover?.standing() ?? { engine: hub.engine.name },
      database: { awaySince: hub.presence.absence?.since ?? null, writing: hub.writing.standing },
    }),
    allowedOrigins: config.ALLOWED_ORIGINS,
    trustedProxies: config.TRUSTED_PROXIES,
    bodyLimit: config.BODY_LIMIT,
    drainTimeout: config.DRAIN_TIMEOUT_MS,
  });
  if (development) addDevelopmentSignIn(server.app, development);
  return server;
}

/** For so long the public is answered from memory while the database is away, in milliseconds. */
const PUBLIC_FROM_MEMORY = 15 * 60_000;
/** Whoever has signed in for less: a key that is revoked or an entry that is suspended elsewhere must not outlive that. */
const SIGNED_IN_FROM_MEMORY = 60_000;

function absenceFrom(presence: Pick<DatabasePresence, 'absence'>): AbsenceFor {
  return (context) => {
    const { absence } = presence;
    if (!absence) return null;
    const limit =
      (context as RequestContext).actor === anonymous ? PUBLIC_FROM_MEMORY : SIGNED_IN_FROM_MEMORY;
    return { since: absence.since, isOver: absence.lasted() > limit };
  };
}

function contextOf(actor: Actor | Promise<Actor>, address: string): RequestContext | Promise<RequestContext> {
  if (actor instanceof Promise) return actor.then((known) => ({ actor: known, payer: known.name }));
  return { actor, payer: `public ${networkOf(address)}` };
}

/** Everybody pays from a budget for the minute: clients from their own, the public from that of their network. */
function spendFrom(budget: Budget, config: Config): Spend {
  return (context, cost) => {
    const { actor, payer } = context as RequestContext;
    const limit = actor === anonymous ? config.BUDGET_PUBLIC : config.BUDGET_CLIENT;
    return budget.spend(payer, limit, cost);
  };
}
