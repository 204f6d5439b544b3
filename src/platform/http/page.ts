import type { FastifyInstance } from 'fastify';
import { sendAsset } from './asset.js';
import { assetPath, type Explorer, explorerPolicy } from './explorer.js';
import { wantsHtml } from './incoming.js';
import { GRAPHQL_PATH, refuse } from './refusals.js';

/** Adds the explorer's page and files, if there is one, and refuses operations by GET. */
export function addPage(app: FastifyInstance, explorer: Explorer | undefined): void {
  app.get(GRAPHQL_PATH, async (request, reply) => {
    const hasQuery = Object.keys(request.query as object).length > 0;
    if (explorer && wantsHtml(request.headers) && !hasQuery) {
      reply.header('content-security-policy', explorerPolicy);
      return reply.type('text/html; charset=utf-8').send(await explorer.page());
    }
    reply.header('allow', 'OPTIONS, POST');
    const message = 'Send operations by POST, so that search terms do not appear in addresses and logs.';
    return refuse(request, reply, { status: 405, code: 'METHOD_NOT_ALLOWED', message });
  });
  if (!explorer) return;
  app.get(`${assetPath}:hash/:name`, async (request, reply) => {
    const { hash, name } = request.params as { hash: string; name: string };
    const file = await explorer.asset(`${hash}/${name}`);
    if (!file) return reply.callNotFound();
    reply.headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding' });
    return sendAsset(request, reply, file);
  });
}
