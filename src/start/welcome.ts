import type { Prepared } from './database.js';
import { DEVELOPMENT_EXAMPLE, DEVELOPMENT_TOKEN_PATH } from './development-sign-in.js';
import { explorerLink } from './sign-in-codes.js';

/** On one line, so that it can be pasted into a shell. */
const QUERY =
  'query Nearby($by: LocalDate!) { search(near: { place: { postcode: "NR21 9AA" }, within: { km: 25 } }, ' +
  'filter: { needs: { anyOf: ["SEMH"] }, keyStages: { anyOf: ["KS3"] }, vacancy: { availableBy: $by } }, first: 3) ' +
  '{ totalCount nodes { distanceMetres offering { title } provider { name } nextVacancy { placesBand availableFrom } } } }';

/** The facts that a start reports. */
export interface Started {
  readonly address: string;
  readonly where: string;
  readonly prepared: Prepared;
  readonly documents: number;
  readonly seconds: string;
  /** The day by which the example wants a place, yyyy-mm-dd. */
  readonly by: string;
  /** How a person at this machine signs in in any role; null if that is not possible. */
  readonly signIn: { readonly code: string | null } | null;
}

/** The text for the person who started the hub: what was done, where the data is, and one query to try. */
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

  Explorer   ${explorerLink({ address, code })}   (open it in a browser to try the queries in its tabs)
  API        POST ${address}/graphql
  Data       ${where}
  Done       ${done}; ${data}; ${documents} documents in the search index

A query to try (offerings near a postcode, with an open place):

  curl -s ${address}/graphql -H 'content-type: application/json' -d '${body}'

${signIn ? waysToSignIn(address, code) : ''}Ctrl-C stops the hub.
`;
}

function waysToSignIn(address: string, code: string | null): string {
  const proof = code === null ? '' : `&code=${code}`;
  const secret = code === null ? '' : ' Anyone who knows the code can sign in. It expires when the hub ends.';
  return `Sign in as any role (development only): choose a role in the explorer, or get a token and send "Authorization: Bearer <access_token>".${secret}

  curl -s '${address}${DEVELOPMENT_TOKEN_PATH}?${DEVELOPMENT_EXAMPLE}${proof}'

`;
}
