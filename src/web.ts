import type { Hub } from './app.js';
import type { Config } from './config.js';
import { exchangeFeature } from './features/exchange/exchange.feature.js';
import { type Actor, anonymous } from './features/identity/actor.js';
import { identityFeature } from './features/identity/identity.feature.js';
import type { Permission } from './features/identity/permissions.js';
import { type Admit, admitAll, type RequestContext } from './features/identity/request-context.js';
import { searchFeature } from './features/search/search.feature.js';
import type { Budget } from './platform/budget.js';
import { answers } from './platform/database/connection.js';
import type { DatabasePresence } from './platform/database/presence.js';
import { SharedBudget } from './platform/database/shared-budget.js';
import type { AbsenceFor } from './platform/graphql/absence.js';
import type { Charge, Spend } from './platform/graphql/account.js';
import { createErrorFormatter } from './platform/graphql/error-format.js';
import { createGraphQLServer } from './platform/graphql/graphql-server.js';
import type { AnswerLimits } from './platform/graphql/limits.js';
import { MORE_FOR_MUTATIONS } from './platform/graphql/metered-run.js';
import { type LaneRule, LONGEST_WAIT_MS } from './platform/graphql/operation-lanes.js';
import { spentAll } from './platform/graphql/operation-runner.js';
import { permissionCheck } from './platform/graphql/permission-walk.js';
import { createExplorer } from './platform/http/explorer.js';
import { networkOf } from './platform/http/network-of.js';
import { createHttpServer, type HttpServer } from './platform/http/server.js';
import type { Log } from './platform/log.js';
import { whenThere } from './platform/when-there.js';
import { prices } from './prices.js';
import { addDevelopmentSignIn, explorerSignIn, newSignInCode } from './start/development-sign-in.js';
import { exampleQueries } from './start/example-queries.js';
import { frontDoor } from './start/front-door.js';
import { trustedDocuments, whyTrustedOnly } from './start/trusted-documents.js';

/** The web server of a hub. */
export interface Web extends HttpServer {
  /**
   * The code that a person at this machine needs to sign in in any role; null if that is not possible, or needs no
   * code.
   */
  readonly signInCode: string | null;
}

/** The web server over a hub, with the limits of the settings. `today` dates the explorer's examples. */
export async function createWeb(hub: Hub, config: Config, today: string, log: Log): Promise<Web> {
  const { signIn, development } = hub.of(identityFeature);
  const { engine, failover } = hub.of(searchFeature);
  const { sources } = hub.of(exchangeFeature);
  const signInCode = development && config.DEVELOPMENT_SIGN_IN !== 'open' ? newSignInCode() : null;
  const budget = config.BUDGETS ? new SharedBudget(hub.reading) : null;
  const paying = budget ? payingFrom(budget, config) : null;
  const format = createErrorFormatter(log);
  const graphql = await createGraphQLServer({
    schema: hub.schema,
    check: permissionCheck(hub.schema, (context, permission) =>
      (context as RequestContext).actor.may(permission as Permission),
    ),
    trusted: trustedDocuments(config),
    whyTrustedOnly: (context) => whyTrustedOnly(config, (context as RequestContext).actor),
    log,
    format,
    limits: { depth: config.MAX_DEPTH, aliases: config.MAX_ALIASES, cost: config.MAX_COST },
    timeoutMs: config.OPERATION_TIMEOUT_MS,
    absence: absenceFrom(hub.presence),
    prices: prices(),
    answerLimits: answerLimitsFrom(config),
    laneOf: (context) => laneOf(context as RequestContext, config),
    ...paying,
  });
  const server = await createHttpServer({
    graphql,
    log,
    context: ({ headers: { authorization }, address }) =>
      contextOf(
        signIn.actorOf(authorization, admitFrom(address, budget, config)),
        authorization === undefined ? address : null,
      ),
    routes: { all: hub.routes, frontDoor: frontDoor(hub.schema, config), spend: paying?.spend, format },
    host: config.HOST,
    port: config.PORT,
    ...(config.EXPLORER && {
      explorer: createExplorer({
        title: 'AP Hub explorer',
        endpoint: '/graphql',
        examples: exampleQueries(today),
        ...(development && { signIn: explorerSignIn(signInCode) }),
      }),
    }),
    readiness: {
      database: () => answers(hub.reading),
      writing: () => hub.writing.check(),
      search: async () => {
        if (!engine.status().ready) throw new Error('The search index is being built.');
      },
    },
    readinessFacts: async () => ({
      search: failover?.standing() ?? { engine: engine.name },
      database: { awaySince: hub.presence.absence?.since ?? null, writing: hub.writing.standing },
      copies: hub.feed.standing,
      sources: await sources.standing(),
    }),
    allowedHosts: config.ALLOWED_HOSTS,
    allowedOrigins: config.ALLOWED_ORIGINS,
    trustedProxies: config.TRUSTED_PROXIES,
    bodyLimit: config.BODY_LIMIT,
    maxConnections: config.MAX_CONNECTIONS,
    maxConnectionsPerAddress: config.MAX_CONNECTIONS_PER_ADDRESS,
    maxUnreadBytes: config.MAX_UNREAD_BYTES,
    requestTimeout: config.REQUEST_TIMEOUT_MS,
    keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT_MS,
    operationTimeout: config.OPERATION_TIMEOUT_MS * MORE_FOR_MUTATIONS + LONGEST_WAIT_MS,
    writeTimeout: config.WRITE_TIMEOUT_MS,
    drainTimeout: config.DRAIN_TIMEOUT_MS,
  });
  if (development) addDevelopmentSignIn(server.app, development, signInCode);
  return { ...server, signInCode };
}

/** How long the public gets responses from memory while the database is away, in milliseconds. */
const PUBLIC_FROM_MEMORY = 15 * 60_000;
/** Shorter for signed-in callers: a revoked key, or an entry suspended elsewhere, must not stay in use for longer. */
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

/** The public pays by network, and signed-in callers pay for themselves. */
function contextOf(
  actor: Actor | Promise<Actor>,
  publicAddress: string | null,
): RequestContext | Promise<RequestContext> {
  return whenThere(actor, (known) => ({
    actor: known,
    payer: publicAddress === null ? known.name : publicPayer(publicAddress),
  }));
}

function publicPayer(address: string): string {
  return `public ${networkOf(address)}`;
}

/** The share of a network's budget that the check of an unknown token or key costs. */
const CHECK_SHARE = 1 / 1_000;

function admitFrom(address: string, budget: Budget | null, { BUDGET_PUBLIC }: Config): Admit {
  if (!budget) return admitAll;
  return async () => {
    const cost = Math.ceil(BUDGET_PUBLIC * CHECK_SHARE);
    const spending = await budget.spend(publicPayer(address), BUDGET_PUBLIC, cost);
    if (!spending.allowed) throw spentAll(spending);
  };
}

/** Responses to signed-in callers may be larger. */
function answerLimitsFrom(config: Config): (context: unknown) => AnswerLimits {
  const forPublic = { fields: config.MAX_FIELDS_PUBLIC, bytes: config.MAX_BYTES_PUBLIC };
  const forClients = { fields: config.MAX_FIELDS_CLIENT, bytes: config.MAX_BYTES_CLIENT };
  return (context) => ((context as RequestContext).actor === anonymous ? forPublic : forClients);
}

/** The operations of each payer run a few at a time. */
function laneOf({ actor, payer }: RequestContext, config: Config): LaneRule {
  const isPublic = actor === anonymous;
  return { payer, atOnce: isPublic ? config.OPERATIONS_AT_ONCE_PUBLIC : config.OPERATIONS_AT_ONCE_CLIENT };
}

/** Everyone pays from a budget for each minute: clients from their own, the public from that of their network. */
function payingFrom(budget: Budget, config: Config): { readonly spend: Spend; readonly charge: Charge } {
  const limitFor = ({ actor }: RequestContext) =>
    actor === anonymous ? config.BUDGET_PUBLIC : config.BUDGET_CLIENT;
  return {
    spend: (context, cost) => {
      const who = context as RequestContext;
      return budget.spend(who.payer, limitFor(who), cost);
    },
    charge: (context, cost) => {
      const who = context as RequestContext;
      return budget.charge(who.payer, limitFor(who), cost);
    },
  };
}
