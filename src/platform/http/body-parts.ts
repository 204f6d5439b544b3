import type { IncomingMessage } from 'node:http';

/** So many parts are told of at a time. */
const AT_A_TIME = 64;
/** Whoever sends more parts than that, of less than so many bytes each, is cut off: each takes time to read. */
const MANY_PARTS = 1_000;
const SMALL_BYTES = 16;

/**
 * Counts the parts in which the body of a request comes, each as it comes and whether anybody reads it or not: also what is refused by
 * its headers is gone through by Node.
 * @param strain told of so many more parts.
 * @param cutOff called once, when the body comes in thousands of small parts; what comes of it after is dropped.
 */
export function countParts(
  request: IncomingMessage,
  strain: (parts: number) => void,
  cutOff: () => void,
): void {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (coding === undefined && (length === undefined || length === '0')) return;
  const push = request.push;
  let parts = 0;
  let bytes = 0;
  let isCut = false;
  // Node hands each part over by `push`; a listener for `data` would begin to read the body.
  request.push = (part: Buffer | null, encoding) => {
    if (isCut) return false;
    if (part !== null) {
      bytes += part.length;
      if (++parts % AT_A_TIME === 0) strain(AT_A_TIME);
      if (parts > MANY_PARTS && bytes < parts * SMALL_BYTES) {
        isCut = true;
        cutOff();
        return false;
      }
    }
    return push.call(request, part, encoding);
  };
}
