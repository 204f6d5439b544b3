import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a Postgres that can be cut or held, for a hub that is to lose its database while other tests keep theirs. */
export interface DatabaseLine {
  /** The address of the database behind it, through the line. */
  through(url: string): string;
  /** Refuses connections and ends those there are. */
  refuse(): Promise<void>;
  /** Passes nothing on, in either direction; connections are taken, and stay. */
  hold(): void;
  /** Is a line again. */
  restore(): Promise<void>;
  /** What goes to Postgres and comes from it may be changed on the way. */
  close(): Promise<void>;
}

/** Opens a line to the server of a Postgres address; `alter` may change what comes from it, without changing its length. */
export async function openLine(
  url: string,
  alter: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Promise<DatabaseLine> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let held = false;
  const pass = (from: Socket, to: Socket, change: (bytes: Buffer) => Buffer) => {
    sockets.add(from);
    from.on('data', (bytes) => to.write(change(bytes as Buffer)));
    from.on('error', () => {});
    from.once('close', () => {
      sockets.delete(from);
      if (!held) to.destroy();
    });
    if (held) from.pause();
  };
  const server: Server = createServer((inside) => {
    const outside = connect(Number(port), hostname);
    pass(inside, outside, (bytes) => bytes);
    pass(outside, inside, alter);
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  const end = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    held = false;
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    through: (address) => Object.assign(new URL(address), { hostname: '127.0.0.1', port: String(own) }).href,
    refuse: end,
    hold() {
      held = true;
      for (const socket of sockets) socket.pause();
    },
    async restore() {
      held = false;
      for (const socket of sockets) socket.resume();
      if (!server.listening) await listen(own);
    },
    close: async () => (server.listening ? end() : undefined),
  };
}
