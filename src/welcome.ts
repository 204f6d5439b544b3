import type { Prepared } from './app.js';
import type { ExampleQuery } from './example-queries.js';

/** What a start has to tell. */
export interface Started {
  readonly address: string;
  readonly where: string;
  readonly prepared: Prepared;
  readonly documents: number;
  readonly seconds: string;
  readonly example: ExampleQuery | undefined;
}

/** The text that greets whoever started the hub: what was done, where the data lives, one query to try. */
export function welcome({ address, where, prepared, documents, seconds, example }: Started): string {
  const { migrations, demonstration } = prepared;
  const done = migrations.length > 0 ? `${migrations.length} migrations applied` : 'schema up to date';
  const data = demonstration
    ? `demonstration data loaded (${demonstration.offerings} invented offerings)`
    : 'no demonstration data';
  const body = JSON.stringify({ query: tidy(example?.query ?? ''), variables: example?.variables });
  return `
AP Hub is ready after ${seconds} s.

  Explorer   ${address}/graphql   (open it in a browser: ready queries in tabs)
  API        POST ${address}/graphql
  Data       ${where}
  Done       ${done}; ${data}; ${documents} documents in the search index

One query to try (offerings near a postcode with a place):

  curl -s ${address}/graphql -H 'content-type: application/json' -d '${body}'

Ctrl-C stops the hub.
`;
}

/** On one line, without comments, so that it can be pasted into a shell. */
function tidy(query: string): string {
  return query
    .replace(/^#.*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}
