import { IncomingMessage } from 'node:http';

/** So many parts are told of at a time. */
const AT_A_TIME = 64;
/** Whoever sends more parts than that, of less than so many bytes each, is cut off: each takes time to read. */
const MANY_PARTS = 1_000;
const SMALL_BYTES = 16;

/** Hears of the parts in which the body of a request comes. */
export interface PartsWatch {
  /** So many more parts have come. */
  hasRead(request: IncomingMessage, parts: number): void;
  /** The body comes in thousands of small parts: told once; what comes of it after is dropped. */
  hasTooManyParts(request: IncomingMessage): void;
}

/**
 * A request that counts the parts in which its body comes, each as it comes and whether anybody reads it or not: also what is refused
 * by its headers is gone through by Node.
 */
export class CountedRequest extends IncomingMessage {
  watch: PartsWatch | null = null;
  private parts = 0;
  private bytes = 0;
  private isCut = false;

  /** Node hands each part over by this; a listener for `data` would begin to read the body. */
  override push(part: Buffer | null, encoding?: BufferEncoding): boolean {
    if (this.isCut) return false;
    if (part !== null && this.watch) {
      this.bytes += part.length;
      if (++this.parts % AT_A_TIME === 0) this.watch.hasRead(this, AT_A_TIME);
      if (this.parts > MANY_PARTS && this.bytes < this.parts * SMALL_BYTES) {
        this.isCut = true;
        this.watch.hasTooManyParts(this);
        return false;
      }
    }
    return super.push(part, encoding);
  }
}
