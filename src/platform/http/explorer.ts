import { createHash } from 'node:crypto';
import { type Asset, asset } from './asset.js';
import { type ExplorerOptions, pageOf } from './explorer-page.js';
import { startScript } from './explorer-script.js';

/** The explorer: GraphiQL, served completely by this server. */
export interface Explorer {
  /** The page, which names its files by their hash below `assetPath`. */
  page(): Promise<string>;
  /** A file by the path that the page gives it, `<hash>/<name>`; undefined if there is no such file. */
  asset(path: string): Promise<Asset | undefined>;
}

/** The path above the files of the page. */
export const assetPath = '/graphql/explorer/';

/**
 * What the page may do: load files of this server and connect to it, and nothing else. The editor sets its own styles,
 * and its style sheet contains its fonts and pictures.
 */
export const explorerPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Loads nothing until someone opens the page, because GraphiQL has 9 MB. */
export function createExplorer(options: ExplorerOptions): Explorer {
  let loaded: ReturnType<typeof loadFiles> | undefined;
  const files = () => {
    loaded ??= loadFiles();
    return loaded;
  };
  return {
    async page() {
      return pageOf(options, `${assetPath}${(await files()).hash}/`);
    },
    async asset(path) {
      const { hash, assets } = await files();
      return path.startsWith(`${hash}/`) ? assets.get(path.slice(hash.length + 1)) : undefined;
    },
  };
}

async function loadFiles() {
  const graphiql = await import('@graphql-yoga/render-graphiql/graphiql');
  const javascript = 'text/javascript; charset=utf-8';
  const favicon = /^data:([^;]{1,100});base64,/.exec(graphiql.favicon);
  const sources: [name: string, contentType: string, content: Buffer][] = [
    ['graphiql.js', javascript, Buffer.from(graphiql.js)],
    ['graphiql.css', 'text/css; charset=utf-8', Buffer.from(graphiql.css)],
    ['editor.js', javascript, Buffer.from(graphiql.editorWorkerService)],
    ['json.js', javascript, Buffer.from(graphiql.jsonWorker)],
    ['graphql.js', javascript, Buffer.from(graphiql.graphqlWorker)],
    ['start.js', javascript, Buffer.from(startScript)],
    [
      'icon',
      favicon?.[1] ?? 'image/x-icon',
      Buffer.from(graphiql.favicon.slice(favicon?.[0].length), 'base64'),
    ],
  ];
  const hash = createHash('sha256');
  for (const [, , content] of sources) hash.update(content);
  const assets = new Map(sources.map(([name, contentType, content]) => [name, asset(contentType, content)]));
  return { hash: hash.digest('hex').slice(0, 16), assets };
}
