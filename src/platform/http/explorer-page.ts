// cspell:ignore center color

import { escapeHtml } from '../html.js';

/** A query that is ready to run, in a tab named after its operation. */
export interface ExplorerExample {
  /** Its purpose in a few words, as the first line of the tab. */
  readonly name: string;
  /** A document with one named operation. */
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** How the page gets a token (`access_token`) for the role that its reader chooses. */
export interface ExplorerSignIn {
  /** The path that returns tokens. */
  readonly path: string;
  /** The header for the code in the page's own address (`#code=...`); null if tokens need no code. */
  readonly codeHeader: string | null;
  /** The roles to choose from, and the query that requests a token for each. */
  readonly choices: readonly { readonly label: string; readonly query: string }[];
}

/** Settings of the explorer page. */
export interface ExplorerOptions {
  readonly title: string;
  /** The path that queries are sent to. */
  readonly endpoint: string;
  readonly examples: readonly ExplorerExample[];
  /** Left out, the page signs no one in. */
  readonly signIn?: ExplorerSignIn;
}

/** The explorer's page. `base` is the address of its files, with a slash at the end. */
export function pageOf({ title, endpoint, examples, signIn }: ExplorerOptions, base: string): string {
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
    <noscript>The explorer needs JavaScript. You can use the API without it: send your queries to ${escapeHtml(endpoint)}.</noscript>
    <div id="sign-in">
      <label>Send queries as <select></select></label>
      <span id="own" hidden>
        <label>Token or API key <input type="password" autocomplete="off" spellcheck="false"></label>
        <button type="button">Forget</button>
        <small>All tabs below use it, and it is sent only to this server. It is kept until you close this browser tab or press Forget.</small>
      </span>
    </div>
    <div id="explorer"></div>
    <script type="application/json" id="settings">${JSON.stringify(settings).replaceAll('<', '\\u003c')}</script>
    <script src="${base}graphiql.js" defer></script>
    <script src="${base}start.js" defer></script>
  </body>
</html>
`;
}

/**
 * GraphiQL takes the whole height for itself. It lets tabs be dragged, and after a click they may fly off under the
 * pointer, so here they stay in place. Its name, next to the tabs, would take their room. On a narrow screen the query
 * is above its result and the tools are in a row at the bottom. The documentation covers both.
 */
const pageStyle = `
body { margin: 0; height: 100vh; height: 100dvh; display: flex; flex-direction: column; overflow: hidden }
#explorer { flex: 1; min-height: 0 }
#explorer .graphiql-container { height: 100%; min-height: 0 }
#sign-in, #own { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px }
#own { flex: 1 }
#own label { display: flex; align-items: center; gap: 6px }
#own input { flex: 1; min-width: 0 }
#own small { flex-basis: 300px; flex-grow: 1 }
#own[hidden], .graphiql-container .graphiql-logo { display: none }
#sign-in { padding: 6px 12px; font: 15px sans-serif }
#sign-in select, #sign-in input, #sign-in button { font: inherit; max-width: 100%; box-sizing: border-box }
.graphiql-tabs > li { transform: none !important }
@media (max-width: 700px) {
  .graphiql-container > .graphiql-container { flex-direction: column-reverse }
  .graphiql-container .graphiql-sidebar { flex-direction: row; width: auto; flex: none }
  .graphiql-container .graphiql-sidebar > button { margin: 0 !important }
  .graphiql-container .graphiql-main { position: relative; flex: 1; min-height: 0; min-width: 0; overflow: hidden }
  .graphiql-container .graphiql-sessions { margin: 8px; min-width: 0; max-width: none }
  .graphiql-container #graphiql-session { flex-direction: column; padding: 0 }
  .graphiql-container .graphiql-editors, .graphiql-container .graphiql-response { min-height: 0; min-width: 0; overflow: hidden }
  .graphiql-container .graphiql-editors { flex: 3 1 0% !important }
  .graphiql-container .graphiql-response { flex: 2 1 0% !important }
  .graphiql-container .graphiql-horizontal-drag-bar { display: none }
  .graphiql-container .graphiql-plugin:not([style*='-1000px']) {
    position: absolute; inset: 0; z-index: 20; min-width: 0 !important; overflow: auto; background: hsl(var(--color-base))
  }
}
`;
