import { describeFailoverUnderLoad, type Misfortune } from './describe-failover-under-load.js';
import { HttpEngine, StubServer } from './http-engine.js';

const html = '<html><body>502 Bad Gateway</body></html>';

function misfortunesOf(server: StubServer) {
  const searchesMeet = (status: number, body = '{}'): Misfortune => ({
    begin: () => {
      server.searchFault = { status, body };
    },
    end: () => {
      server.searchFault = null;
    },
  });
  return {
    'it is down, and comes back': { begin: () => server.kill(), end: () => server.start() },
    'it restarts empty': {
      begin: async () => {
        await server.kill();
        server.deleteIndex();
      },
      end: () => server.start(),
    },
    'its index is deleted': { begin: () => server.deleteIndex(), end: () => {} },
    'it hangs': {
      begin: () => {
        server.hangs = true;
      },
      end: () => {
        server.hangs = false;
      },
    },
    'its key is refused': searchesMeet(401),
    'it responds with an error': searchesMeet(500),
    'a page stands before it': searchesMeet(200, html),
    'its disk is full': {
      begin: () => {
        server.writeFault = { status: 500, body: '{}' };
      },
      end: () => {
        server.writeFault = null;
      },
    },
  } satisfies Record<string, Misfortune>;
}

const names = Object.keys(misfortunesOf(new StubServer()));

describeFailoverUnderLoad('a server of HTTP', names, async () => {
  const server = new StubServer();
  await server.start();
  return {
    engine: new HttpEngine(server),
    misfortunes: misfortunesOf(server),
    writeEveryMs: 40, // slower than a busy machine follows
    close: () => server.kill(),
  };
});
