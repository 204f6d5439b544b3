import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { meilisearchServer } from '../../../../src/platform/search/meilisearch/server.js';

describe('the clients of a Meilisearch server', () => {
  const received: IncomingHttpHeaders[] = [];
  let server: Server;

  beforeAll(async () => {
    server = createServer((request, response) => {
      received.push(request.headers);
      response.setHeader('content-type', 'application/json').end('{"results":[]}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  it('have a key each, and ask for answers that are not compressed', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { searching, writing } = meilisearchServer({ url, searchKey: 'one', indexKey: 'other' });
    for (const client of [searching, writing]) await client.multiSearch({ queries: [{ indexUid: 'x' }] });
    expect(received.map((headers) => [headers.authorization, headers['accept-encoding']])).toEqual([
      ['Bearer one', 'identity'],
      ['Bearer other', 'identity'],
    ]);
  });
});
