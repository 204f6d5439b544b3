import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** How content is sent. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** Fixed content, sent as it is or compressed. */
export interface Asset {
  readonly contentType: string;
  /** The content in an encoding. It is compressed once, when it is first needed. */
  readonly content: (encoding: Encoding) => Promise<Buffer>;
}

const compress = {
  br: (content: Buffer) =>
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (content: Buffer) => promisify(gzip)(content),
  identity: async (content: Buffer) => content,
} satisfies Record<Encoding, (content: Buffer) => Promise<Buffer>>;

/** An asset that keeps each encoding of its content. */
export function asset(contentType: string, content: Buffer): Asset {
  const made = new Map<Encoding, Promise<Buffer>>();
  return {
    contentType,
    content(encoding) {
      let result = made.get(encoding);
      if (!result) {
        result = compress[encoding](content);
        made.set(encoding, result);
      }
      return result;
    },
  };
}

/** The smallest encoding that a client accepts. */
export function encodingFor({ headers }: FastifyRequest): Encoding {
  const accepted = String(headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

/** The most of an asset that is on its way to a client at a time. */
const PIECE_BYTES = 65_536;

/** Sends an asset in the encoding that suits the client. */
export async function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  { contentType, content }: Asset,
): Promise<FastifyReply> {
  const encoding = encodingFor(request);
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  const bytes = await content(encoding);
  reply.header('content-length', bytes.length);
  return reply.type(contentType).send(Readable.from(piecesOf(bytes)));
}

/** A client that does not read holds one piece, not the file. */
function* piecesOf(content: Buffer): Generator<Buffer> {
  for (let start = 0; start < content.length; start += PIECE_BYTES) {
    yield content.subarray(start, start + PIECE_BYTES);
  }
}
