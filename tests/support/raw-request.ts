import { connect } from 'node:net';

/** Sends bytes as they are and answers all that comes back: status, headers in small letters, body. */
export async function sendRaw(address: string, request: string, from = '127.0.0.1') {
  const { port } = new URL(address);
  const text = await new Promise<string>((resolve, reject) => {
    let received = '';
    const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress: from }, () =>
      socket.write(request),
    );
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('end', () => resolve(received));
    socket.on('error', reject);
  });
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head: head.toLowerCase(), body };
}

/** A request with exactly these lines after the first, its connection closed after the answer. */
export function rawRequest(firstLine: string, lines: readonly string[], body = ''): string {
  const length = body ? [`content-length: ${Buffer.byteLength(body)}`] : [];
  return [firstLine, ...lines, ...length, 'connection: close', '', body].join('\r\n');
}
