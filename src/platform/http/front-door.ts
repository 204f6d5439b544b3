import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { escapeHtml } from '../html.js';
import { type Asset, asset, encodingFor, sendAsset } from './asset.js';
import { wantsHtml } from './incoming.js';
import { GRAPHQL_PATH } from './refusals.js';
import { type Door, throughDoor } from './routes.js';

/** The path of the schema as text. */
export const SCHEMA_PATH = '/schema.graphql';

/** What the server says about itself, to anyone. */
export interface FrontDoor {
  /** The heading of the page that a browser gets if there is no explorer. */
  readonly title: string;
  readonly name: string;
  readonly version: string;
  /** Pages for developers, by their readers: addresses, or names of files. */
  readonly docs: Readonly<Record<string, string>>;
  /** The schema in SDL. Called once, for the first client that reads it. */
  readonly sdl: () => string;
}

/** A client reads the schema again after this time, and gets 304 if it has not changed. */
const SCHEMA_MAX_AGE_SECONDS = 300;

/**
 * Serves GET /, which leads a browser to the explorer and gives programs an index, and GET /schema.graphql. Both take
 * from the caller's budget: a kilobyte of the schema costs 1, as in responses of the graph, and every other response
 * costs 1.
 */
export function addFrontDoor(app: FastifyInstance, front: FrontDoor, hasExplorer: boolean, door: Door): void {
  const index = {
    name: front.name,
    version: front.version,
    graphql: GRAPHQL_PATH,
    schema: SCHEMA_PATH,
    explorer: hasExplorer ? GRAPHQL_PATH : null,
    health: { live: '/health/live', ready: '/health/ready' },
    docs: front.docs,
  };
  app.get('/', (request, reply) =>
    throughDoor(request, reply, door, 1, () => {
      reply.header('vary', varyBy(reply, 'Accept'));
      if (!wantsHtml(request.headers))
        return reply.type('application/json; charset=utf-8').send(JSON.stringify(index));
      if (hasExplorer) return reply.redirect(GRAPHQL_PATH, 302);
      return reply.type('text/html; charset=utf-8').send(pageOf(front));
    }),
  );

  let kept: { readonly text: Asset; readonly cost: number; readonly hash: string } | undefined;
  const schema = () => {
    if (!kept) {
      const bytes = Buffer.from(front.sdl());
      const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
      kept = { text: asset('text/plain; charset=utf-8', bytes), cost: Math.ceil(bytes.length / 1_000), hash };
    }
    return kept;
  };
  app.get(SCHEMA_PATH, (request, reply) => {
    const { text, cost, hash } = schema();
    const tag = `"${hash}-${encodingFor(request)}"`;
    const isKnown = tagsIn(request).some((known) => known === tag || known === '*');
    return throughDoor(request, reply, door, isKnown || request.method === 'HEAD' ? 1 : cost, () => {
      reply.headers({
        etag: tag,
        'cache-control': `public, max-age=${SCHEMA_MAX_AGE_SECONDS}`,
        vary: varyBy(reply, 'Accept-Encoding'),
      });
      return isKnown ? reply.code(304).send() : sendAsset(request, reply, text);
    });
  });
}

function tagsIn({ headers }: FastifyRequest): string[] {
  const sent = headers['if-none-match'] ?? '';
  return sent.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}

/** CORS may already have set the header. */
function varyBy(reply: FastifyReply, name: string): string {
  const before = reply.getHeader('vary');
  return before === undefined ? name : `${before}, ${name}`;
}

/** A plain page, because its policy allows no style and no script. */
function pageOf({ title, version, docs }: FrontDoor): string {
  const heading = escapeHtml(title);
  const pages = Object.entries(docs).map(([reader, page]) => {
    const name = escapeHtml(page);
    const shown = /^https?:/.test(page) ? `<a href="${name}">${name}</a>` : `<code>${name}</code>`;
    return `<li>${escapeHtml(reader)}: ${shown}</li>`;
  });
  return `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${heading}</title></head>
  <body>
    <h1>${heading}</h1>
    <p>This is an API, version ${escapeHtml(version)}. Send GraphQL operations to <code>POST ${GRAPHQL_PATH}</code>. This server has no explorer.</p>
    <ul>
      <li><a href="${SCHEMA_PATH}">The schema</a></li>
      <li><a href="/health/ready">Is it ready?</a></li>
      ${pages.join('\n      ')}
    </ul>
  </body>
</html>
`;
}
