/** The HTTP status of a request that is refused as a whole, by the code of its error; 400 for any other code. */
const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  DOCUMENT_NOT_TRUSTED: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  SEARCH_UNAVAILABLE: 503,
  SIGN_IN_UNAVAILABLE: 503,
  UNAVAILABLE: 503,
};

/** The HTTP status for the code of an error. */
export function statusOf(code: string): number {
  return statuses[code] ?? 400;
}
