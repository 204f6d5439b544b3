import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the stub was asked. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly authorization: string | undefined;
  readonly encoding: string | string[] | undefined;
}

/** What it answers: an object is sent as JSON, a string as it is; null lets the caller wait for ever. */
export type Reply = { readonly status: number; readonly body: object | string } | null;

/** Something that speaks HTTP where a Meilisearch is expected. */
export interface Stub {
  readonly url: string;
  readonly asked: Asked[];
  /** Responds like an empty, healthy server to requests that a test does not handle itself. */
  answer: (asked: Asked) => Reply | undefined;
  close(): Promise<void>;
}

/** Starts a stub that behaves like a server on which every task succeeds at once. */
export async function startStub(): Promise<Stub> {
  const stub: Stub = {
    url: '',
    asked: [],
    answer: () => undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer(async (request: IncomingMessage, response) => {
    const sent = await text(request);
    const asked: Asked = {
      method: request.method ?? '',
      path: request.url ?? '',
      body: sent === '' ? undefined : JSON.parse(sent),
      authorization: request.headers.authorization,
      encoding: request.headers['accept-encoding'],
    };
    stub.asked.push(asked);
    const given = stub.answer(asked);
    const reply = given === undefined ? healthy(asked) : given;
    if (reply === null) return;
    const isText = typeof reply.body === 'string';
    response.writeHead(reply.status, { 'content-type': isText ? 'text/html' : 'application/json' });
    response.end(isText ? reply.body : JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(stub, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** An error as Meilisearch sends it. */
export function apiError(status: number, code: string, type = 'invalid_request'): Reply {
  return { status, body: { message: `"secret contents" ${code}`, code, type, link: '' } };
}

/** A task that could not be carried out. */
export function failedTask(code: string, type: 'invalid_request' | 'internal' | 'system'): Reply {
  const error = { message: '"secret contents"', code, type, link: '' };
  return { status: 200, body: { uid: 1, status: 'failed', error } };
}

function healthy({ method, path }: Asked): Reply {
  const ok = (body: object): Reply => ({ status: 200, body });
  if (path === '/version') return ok({ pkgVersion: '1.50.0', commitSha: '', commitDate: '' });
  if (path.startsWith('/keys')) return apiError(403, 'invalid_api_key', 'auth');
  if (path === '/multi-search') return ok({ results: [{ hits: [], estimatedTotalHits: 0 }] });
  if (path.startsWith('/tasks/')) return ok({ uid: 1, status: 'succeeded', error: null });
  if (path.endsWith('/stats')) return ok({ numberOfDocuments: 0 });
  if (path.endsWith('/search')) return ok({ hits: [], estimatedTotalHits: 0 });
  if (method === 'GET') return ok({ uid: 'x', primaryKey: 'id', createdAt: 'then', updatedAt: 'then' });
  return {
    status: 202,
    body: { taskUid: 1, indexUid: 'x', status: 'enqueued', type: 'indexUpdate', enqueuedAt: '' },
  };
}
