import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { assetPath, type Encoding, type Explorer, explorerPolicy } from './explorer.js';
import { GRAPHQL_PATH, refuse } from './refusals.js';

/** So much of a file is on its way to a client at a time. */
const PIECE_BYTES = 65_536;

/** Adds the explorer's page and files, where there is one, and refuses operations by GET. */
export function addPage(app: FastifyInstance, explorer: Explorer | undefined): void {
  app.get(GRAPHQL_PATH, async (request, reply) => {
    const wantsPage =
      request.headers.accept?.includes('text/html') && Object.keys(request.query as object).length === 0;
    if (explorer && wantsPage) {
      reply.header('content-security-policy', explorerPolicy);
      return reply.type('text/html; charset=utf-8').send(await explorer.page());
    }
    reply.header('allow', 'OPTIONS, POST');
    const message = 'Send operations by POST, so that what is searched for stays out of addresses and logs.';
    return refuse(request, reply, { status: 405, code: 'METHOD_NOT_ALLOWED', message });
  });
  if (!explorer) return;
  app.get(`${assetPath}:hash/:name`, async (request, reply) => {
    const { hash, name } = request.params as { hash: string; name: string };
    const asset = await explorer.asset(`${hash}/${name}`);
    if (!asset) return reply.callNotFound();
    const encoding = encodingFor(request);
    reply.headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding' });
    if (encoding !== 'identity') reply.header('content-encoding', encoding);
    const content = await asset.content(encoding);
    reply.header('content-length', content.length);
    return reply.type(asset.contentType).send(Readable.from(piecesOf(content)));
  });
}

function encodingFor({ headers }: FastifyRequest): Encoding {
  const accepted = String(headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

/** A client that does not read holds one piece, not the file. */
function* piecesOf(content: Buffer): Generator<Buffer> {
  for (let start = 0; start < content.length; start += PIECE_BYTES) {
    yield content.subarray(start, start + PIECE_BYTES);
  }
}
