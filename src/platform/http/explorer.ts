import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A query that is ready to run, shown as a tab that bears the name of its operation. */
export interface ExplorerExample {
  /** What it is for, in a few words: the first line of the tab. */
  readonly name: string;
  /** A document with one named operation. */
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** How the page gets a token (`access_token`) for whom its reader chooses to be. */
export interface ExplorerSignIn {
  /** Path that answers tokens. */
  readonly path: string;
  /** Header for the code in the page's own address (`#code=...`); null: tokens are given without one. */
  readonly codeHeader: string | null;
  /** Whom to choose from, and the query that asks for them. */
  readonly choices: readonly { readonly label: string; readonly query: string }[];
}

/** Settings of the explorer page. */
export interface ExplorerOptions {
  readonly title: string;
  /** Path to which queries are sent. */
  readonly endpoint: string;
  readonly examples: readonly ExplorerExample[];
  /** Left out: nobody is signed in by the page. */
  readonly signIn?: ExplorerSignIn;
}

/** How the content of a file is sent. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** A file of the page. */
export interface ExplorerAsset {
  readonly contentType: string;
  /** The content in an encoding; made once, when first asked for. */
  readonly content: (encoding: Encoding) => Promise<Buffer>;
}

/** The explorer: GraphiQL, complete from this server. */
export interface Explorer {
  /** The page, which names its files by their hash below `assetPath`. */
  page(): Promise<string>;
  /** A file by the path that the page gives it, `<hash>/<name>`; undefined when there is none. */
  asset(path: string): Promise<ExplorerAsset | undefined>;
}

/** Below this path are the files of the page. */
export const assetPath = '/graphql/explorer/';

/**
 * What the page may do: load files of this server and talk to it, nothing else. The editor sets styles of its own and has
 * its fonts and pictures in its style sheet.
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

const compress = {
  br: (content: Buffer) =>
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (content: Buffer) => promisify(gzip)(content),
  identity: async (content: Buffer) => content,
} satisfies Record<Encoding, (content: Buffer) => Promise<Buffer>>;

/** Nothing is loaded (GraphiQL has 9 MB) before somebody opens the page. */
export function createExplorer(options: ExplorerOptions): Explorer {
  let loaded: ReturnType<typeof loadFiles> | undefined;
  const files = () => {
    loaded ??= loadFiles();
    return loaded;
  };
  return {
    async page() {
      return html(options, (await files()).hash);
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

function asset(contentType: string, content: Buffer): ExplorerAsset {
  const made = new Map<Encoding, Promise<Buffer>>();
  return {
    contentType,
    content(encoding) {
      let result = made.get(encoding);
      if (!result) {
        result = compress[encoding](content);
        made.set(encoding, result);
      }
      return result;
    },
  };
}

function html({ title, endpoint, examples, signIn }: ExplorerOptions, hash: string): string {
  const base = `${assetPath}${hash}/`;
  const settings = {
    title,
    endpoint,
    base,
    signIn,
    tabs: examples.map(({ name, query, variables }) => ({
      query: `# ${name}\n${query.trim()}\n`,
      variables: variables ? JSON.stringify(variables, null, 2) : null,
    })),
  };
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)}</title>
    <link rel="icon" href="${base}icon">
    <link rel="stylesheet" href="${base}graphiql.css">
    <style>${pageStyle}</style>
  </head>
  <body class="no-focus-outline">
    <noscript>The explorer needs JavaScript. The API does not: send your queries to ${escapeHtml(endpoint)}.</noscript>
    <div id="sign-in" hidden><label>Ask as <select></select></label></div>
    <div id="explorer"></div>
    <script type="application/json" id="settings">${JSON.stringify(settings).replaceAll('<', '\\u003c')}</script>
    <script src="${base}graphiql.js" defer></script>
    <script src="${base}start.js" defer></script>
  </body>
</html>
`;
}

/** GraphiQL lets tabs be dragged, and after a click they may fly off under the pointer: they keep their place. */
const pageStyle =
  'body { margin: 0; height: 100vh; display: flex; flex-direction: column } #explorer { flex: 1; min-height: 0 } ' +
  '#sign-in { padding: 6px 12px; font: 15px sans-serif } #sign-in select { font: inherit } ' +
  '.graphiql-tabs > li { transform: none !important }';

/** Runs in the browser. Queries are kept out of the address, which GraphiQL would write them to. */
const startScript = `'use strict';
const { title, endpoint, base, tabs, signIn } = JSON.parse(document.getElementById('settings').textContent);
const workers = { json: 'json.js', graphql: 'graphql.js' };
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_, label) => base + (workers[label] ?? 'editor.js'),
};
// What is behind # is sent to nobody.
const code = new URLSearchParams(location.hash.slice(1)).get('code');
const chosen = document.querySelector('#sign-in select');
if (signIn && (code || !signIn.codeHeader)) {
  const nobody = { label: 'the public (not signed in)', query: '' };
  chosen.append(...[nobody, ...signIn.choices].map(({ label, query }) => new Option(label, query)));
  document.getElementById('sign-in').hidden = false;
}
/** A new token for each operation: none runs out. */
async function authorization() {
  if (!chosen.value) return {};
  const headers = signIn.codeHeader ? { [signIn.codeHeader]: code } : {};
  const answer = await fetch(signIn.path + '?' + chosen.value, { headers });
  const { access_token, error_description } = await answer.json();
  if (!access_token) throw new Error(error_description);
  return { authorization: 'Bearer ' + access_token };
}
// GraphiQL forgets the variables of the first tab, unless it has tabs from an earlier visit.
const firstVisit = localStorage.getItem('graphiql:tabState') === null;
YogaGraphiQL.renderYogaGraphiQL(document.getElementById('explorer'), {
  title,
  logo: '',
  defaultTabs: tabs.length > 0 ? tabs : undefined,
  variables: firstVisit ? (tabs[0]?.variables ?? undefined) : undefined,
  shouldPersistHeaders: false,
  onEditQuery() {},
  async fetcher(operation, { headers } = {}) {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-client-name': 'explorer',
        ...(await authorization()),
        ...headers,
      },
      body: JSON.stringify(operation),
    });
    return answer.json();
  },
});
`;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
