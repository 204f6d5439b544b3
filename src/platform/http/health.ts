import type { FastifyInstance, FastifyReply } from 'fastify';
import { troubleOf } from '../database/trouble.js';
import { errorFacts, type Log } from '../log.js';

/** What must work before the server is ready, by name. A check rejects if it fails. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

/** Whether the program is ready, and whether each check passed. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, 'ok' | 'failed' | 'timed out'>>;
}

/**
 * Runs all checks in parallel, each with a time-out in milliseconds. Only the log says why one failed. Callers at the
 * same time share one run.
 */
export function createReadiness(
  checks: ReadinessChecks,
  timeoutMs: number,
  log: Log,
): () => Promise<Readiness> {
  let running: Promise<Readiness> | null = null;
  const run = async (): Promise<Readiness> => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await outcome(name, check)] as const),
    );
    return { ready: results.every(([, result]) => result === 'ok'), checks: Object.fromEntries(results) };
  };
  const outcome = async (name: string, check: () => Promise<unknown>) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'timed out'>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, 'timed out');
    });
    try {
      const result = await Promise.race([check().then(() => 'ok' as const), late]);
      if (result === 'timed out') log.warn({ check: name, timeoutMs }, 'readiness check timed out');
      return result;
    } catch (error) {
      // Code that watches the database logs its trouble once, however often this runs.
      if (!troubleOf(error)) log.warn({ check: name, error: errorFacts(error) }, 'readiness check failed');
      return 'failed' as const;
    } finally {
      clearTimeout(timer);
    }
  };
  return () => {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
}

/** Settings of the health routes. */
export interface HealthOptions {
  readonly readiness?: ReadinessChecks;
  /** Time in milliseconds that a check gets. The default is 2,000. */
  readonly readinessTimeout?: number;
  /** More facts for /health/ready, by name. They are for operators, and none is secret. */
  readonly readinessFacts?: () =>
    | Readonly<Record<string, unknown>>
    | Promise<Readonly<Record<string, unknown>>>;
  readonly log: Log;
}

/**
 * Adds GET /health/live, which returns 200, and /health/ready. The latter returns 200 if all checks pass, 503 with
 * those that do not, and 503 with `draining` once the server is about to close.
 */
export function addHealth(app: FastifyInstance, options: HealthOptions, isDraining: () => boolean): void {
  const { readiness = {}, readinessTimeout = 2_000, readinessFacts = () => ({}), log } = options;
  const check = createReadiness(readiness, readinessTimeout, log);
  const answer = (reply: FastifyReply, status: number, body: object) =>
    reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));

  app.get('/health/live', (_, reply) => answer(reply, 200, { status: 'live' }));
  app.get('/health/ready', async (_, reply) => {
    if (isDraining()) return answer(reply, 503, { status: 'draining' });
    const { ready, checks } = await check();
    return answer(reply, ready ? 200 : 503, {
      status: ready ? 'ready' : 'unavailable',
      checks,
      ...(await readinessFacts()),
    });
  });
}
