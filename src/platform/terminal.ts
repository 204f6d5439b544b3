import { Writable } from 'node:stream';
import { forTerminal } from './characters.js';

/** A stream for people to read. No text of the register can control the terminal that it is written to. */
export function terminal(stream: NodeJS.WritableStream): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: Buffer | string, _, done) {
      stream.write(forTerminal(chunk.toString()), done);
    },
  });
}
