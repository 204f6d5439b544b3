import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmbeddedEngine } from '../../../../src/platform/search/embedded/embedded-engine.js';
import {
  type Applied,
  type DocumentSource,
  type EngineResult,
  type EngineStatus,
  type SearchDocument,
  type SearchEngine,
  SearchError,
  type SearchErrorKind,
  type SearchQuery,
} from '../../../../src/platform/search/port.js';
import { contractSchema, inBatches } from '../../../contract/contract-schema.js';

type Batch = Parameters<SearchEngine['apply']>[0];
type Index = { readonly engine: SearchEngine; readonly token: string };

/** A status of HTTP for each way in which an engine can fail. */
const STATUS: Readonly<Record<SearchErrorKind, number>> = {
  invalid_query: 400,
  not_ready: 404,
  timeout: 408,
  internal: 500,
  unavailable: 503,
};

/** A small search server on the loopback, to be killed, restarted and tampered with. */
export class StubServer {
  /** The response to every search, or write; null: the real one. */
  searchFault: { readonly status: number; readonly body: string } | null = null;
  writeFault: { readonly status: number; readonly body: string } | null = null;
  /** Searches are not answered at all. */
  hangs = false;
  private index: Index | null = null;
  /** The index before the last rebuild: callers that do not know the new one yet search here, so no one notices a rebuild. */
  private former: Index | null = null;
  private server: Server | null = null;
  private port = 0;

  /** Listens, on the same port every time. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      this.answer(request).then(
        (answer) => answer && response.writeHead(answer.status).end(answer.body),
        (error: unknown) =>
          response.writeHead(STATUS[error instanceof SearchError ? error.kind : 'internal']).end('{}'),
      );
    });
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Stops answering at once, in the middle of whatever it was doing. */
  async kill(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  deleteIndex(): void {
    this.index = null;
    this.former = null;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: string } | null> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    if (request.url === '/search') {
      if (this.hangs) return null;
      return this.searchFault ?? { status: 200, body: await this.search(body) };
    }
    return this.writeFault ?? { status: 200, body: await this.write(body) };
  }

  private async search({ query, token }: { query?: SearchQuery; token?: string }): Promise<string> {
    const index = [this.index, this.former].find((known) => known?.token === token);
    if (!index) throw new SearchError('not_ready', 'No such index.', 'stub');
    const { hits, total, facets } = await index.engine.search(query!);
    const counts = Object.entries(facets).map(([field, values]) => [field, [...values]]);
    return JSON.stringify({ hits, total, facets: Object.fromEntries(counts) });
  }

  /** Writing to an index that is not there makes one, as Meilisearch does. */
  private async write({ rebuild, batch }: { rebuild?: SearchDocument[]; batch?: Batch }): Promise<string> {
    if (rebuild || !this.index) {
      const engine = createEmbeddedEngine(contractSchema);
      await engine.rebuild(inBatches(rebuild ?? []));
      this.former = this.index;
      this.index = { engine, token: randomUUID() };
    }
    if (batch) await this.index.engine.apply(batch);
    return JSON.stringify({ token: this.index.token });
  }
}

/** An engine over that server. What it believes of the server may be wrong, as with any server. */
export class HttpEngine implements SearchEngine {
  readonly name = 'stub';
  readonly limits = { maxWindow: 1000, maxQueryWords: 10 };
  private token = '';
  private generation = 0;
  private appliedChange = 0;

  constructor(private readonly server: StubServer) {}

  async search({ signal, ...query }: SearchQuery): Promise<EngineResult> {
    const { appliedChange } = this;
    const answer = await this.post<EngineResult>('/search', { query, token: this.token }, signal);
    const facets = Object.fromEntries(
      Object.entries(answer.facets).map(([field, counts]) => [field, new Map(counts)]),
    );
    const { generation } = this.status();
    return { ...answer, facets, provenance: { engine: this.name, generation, appliedChange } };
  }

  async apply(batch: Batch, change = 0): Promise<Applied> {
    await this.post('/write', { batch });
    this.appliedChange = Math.max(this.appliedChange, change);
    return { refused: [] };
  }

  async rebuild(source: DocumentSource, change = 0): Promise<Applied> {
    const rebuild: SearchDocument[] = [];
    for await (const documents of source) rebuild.push(...documents);
    const { token } = await this.post<{ token: string }>('/write', { rebuild });
    this.token = token;
    this.generation++;
    this.appliedChange = Math.max(this.appliedChange, change);
    return { refused: [] };
  }

  status(): EngineStatus {
    const { generation, appliedChange } = this;
    return { ready: generation > 0, generation: `s${generation}`, documents: 0, appliedChange };
  }

  async close(): Promise<void> {}

  private async post<T>(path: string, body: object, signal?: AbortSignal): Promise<T> {
    try {
      const response = await fetch(this.server.url + path, {
        method: 'POST',
        body: JSON.stringify(body),
        ...(signal && { signal }),
      });
      if (response.ok) return (await response.json()) as T;
      const kinds = Object.keys(STATUS) as SearchErrorKind[];
      const kind = kinds.find((each) => STATUS[each] === response.status) ?? 'internal';
      await response.arrayBuffer();
      throw new SearchError(kind, `The server answered ${response.status}.`, this.name);
    } catch (error) {
      if (error instanceof SearchError) throw error;
      const kind = error instanceof SyntaxError ? 'internal' : signal?.aborted ? 'timeout' : 'unavailable';
      throw new SearchError(kind, 'The server cannot be used.', this.name, { cause: error });
    }
  }
}
