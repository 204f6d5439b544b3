/** For clients that do not name another. */
export const JSON_TYPE = 'application/json; charset=utf-8';
const RESPONSE = 'application/graphql-response+json';

/**
 * The media type of a response that is refused before Apollo Server has seen the request. (Apollo chooses for all
 * others.) It is the newer one if the client names it first. Only then does Apollo Client 4 read the errors of a status
 * other than 200.
 */
export function mediaTypeFor(accept: string | undefined): string {
  const [newer = -1, older = -1] = [accept?.indexOf(RESPONSE), accept?.indexOf('application/json')];
  return newer >= 0 && (older < 0 || newer < older) ? `${RESPONSE}; charset=utf-8` : JSON_TYPE;
}
