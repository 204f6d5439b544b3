import Fastify from 'fastify';
import { Unavailable } from '../../../src/platform/errors.js';
import { createErrorFormatter } from '../../../src/platform/graphql/error-format.js';
import { addRetryAfter } from '../../../src/platform/http/retry-after.js';
import { createLog } from '../../../src/platform/log.js';
import { type RunningServer, startServer } from './running-server.js';

const format = createErrorFormatter(createLog('silent'));
let running: RunningServer | undefined;
afterEach(async () => {
  await running?.server.close();
  running = undefined;
});

describe('every 429 and 503 says after how many seconds to try again', () => {
  it('of a route and of health', async () => {
    running = await startServer({
      http: {
        readiness: { database: async () => Promise.reject(new Error('away')) },
        routes: {
          spend: undefined,
          format,
          all: [
            {
              method: 'GET',
              path: '/away',
              cost: 1,
              answer() {
                throw new Unavailable('The database is away.');
              },
            },
          ],
        },
      },
    });
    for (const [path, status] of [
      ['/away', 503],
      ['/health/ready', 503],
    ]) {
      const response = await fetch(`${running.url}${path}`);
      expect([path, response.status, response.headers.get('retry-after')]).toEqual([path, status, '2']);
    }
    const fine = await fetch(`${running.url}/health/live`);
    expect(fine.headers.has('retry-after')).toBe(false);
  });

  it('of an operation, when its context cannot be made just now', async () => {
    running = await startServer({
      http: {
        context() {
          throw new Unavailable('The database is away.');
        },
      },
    });
    const response = await running.post({ query: '{ __typename }' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
  });

  it('of anything else that is added, unless it knows better', async () => {
    const app = Fastify();
    addRetryAfter(app);
    app.get('/busy', (_, reply) => reply.code(429).send('wait'));
    app.get('/busier', (_, reply) => reply.code(503).header('retry-after', 60).send('wait'));
    const waits = ['/busy', '/busier'].map(async (url) => (await app.inject(url)).headers['retry-after']);
    expect((await Promise.all(waits)).map(String)).toEqual(['2', '60']);
  });
});
