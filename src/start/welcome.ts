import type { Prepared } from './database.js';
import { DEVELOPMENT_EXAMPLE, DEVELOPMENT_TOKEN_PATH } from './development-sign-in.js';
import { explorerLink } from './sign-in-codes.js';

/** On one line, so that it can be pasted into a shell. */
const QUERY =
  'query Nearby($by: LocalDate!) { search(near: { place: { postcode: "NR21 9AA" }, within: { km: 25 } }, ' +
  'filter: { needs: { anyOf: ["SEMH"] }, keyStages: { anyOf: ["KS3"] }, vacancy: { by: $by } }, first: 3) ' +
  '{ totalCount hits { distanceMetres offering { title } provider { name } nextVacancy { placesBand availableFrom } } } }';

/** What a start has to tell. */
export interface Started {
  readonly address: string;
  readonly where: string;
  readonly prepared: Prepared;
  readonly documents: number;
  readonly seconds: string;
  /** The day by which the example wants a place, yyyy-mm-dd. */
  readonly by: string;
  /** How somebody at this machine signs in in any role; null: nobody does. */
  readonly signIn: { readonly code: string | null } | null;
}

/** The text that greets whoever started the hub: what was done, where the data lives, one query to try. */
export function welcome(started: Started): string {
  const { address, where, prepared, documents, seconds, by, signIn } = started;
  const { migrations, demonstration } = prepared;
  const done = migrations.length > 0 ? `${migrations.length} migrations applied` : 'schema up to date';
  const data = demonstration
    ? `demonstration data loaded (${demonstration.offerings} invented offerings)`
    : 'no demonstration data';
  const body = JSON.stringify({ query: QUERY, variables: { by } });
  const code = signIn?.code ?? null;
  return `
AP Hub is ready after ${seconds} s.

  Explorer   ${explorerLink({ address, code })}   (open it in a browser: ready queries in tabs)
  API        POST ${address}/graphql
  Data       ${where}
  Done       ${done}; ${data}; ${documents} documents in the search index

One query to try (offerings near a postcode with a place):

  curl -s ${address}/graphql -H 'content-type: application/json' -d '${body}'

${signIn ? waysToSignIn(address, code) : ''}Ctrl-C stops the hub.
`;
}

function waysToSignIn(address: string, code: string | null): string {
  const proof = code === null ? '' : `&code=${code}`;
  const secret = code === null ? '' : ' The code opens this hub to whoever knows it, and ends with it.';
  return `Sign in as any role (development only): choose it in the explorer, or get a token and send "Authorization: Bearer <access_token>".${secret}

  curl -s '${address}${DEVELOPMENT_TOKEN_PATH}?${DEVELOPMENT_EXAMPLE}${proof}'

`;
}
