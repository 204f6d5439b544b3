import { IncomingMessage } from 'node:http';

/** How many parts are reported at a time. */
const AT_A_TIME = 64;
/**
 * A request with more than this many parts of less than `SMALL_BYTES` bytes each is cut off, because each part takes
 * time to read.
 */
const MANY_PARTS = 1_000;
const SMALL_BYTES = 16;

/** Gets notice of the parts in which the body of a request arrives. */
export interface PartsWatch {
  /** Called when this many more parts have arrived. */
  hasRead(request: IncomingMessage, parts: number): void;
  /** Called once if the body arrives in thousands of small parts. What still arrives of it is dropped. */
  hasTooManyParts(request: IncomingMessage): void;
}

/**
 * A request that counts the parts of its body as they arrive, whether or not anything reads them. Node also reads the
 * body of a request that was refused by its headers.
 */
export class CountedRequest extends IncomingMessage {
  watch: PartsWatch | null = null;
  private parts = 0;
  private bytes = 0;
  private isCut = false;

  /** Node calls this for each part. A listener for `data` would begin to read the body. */
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
