import { Agent, request } from 'node:http';

/** How long answers took, in milliseconds. */
export interface Latencies {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

/** A client that does nothing wrong, and notes how long it waits. */
export interface Bystander {
  /** Answers that were not 200. */
  readonly failed: () => readonly string[];
  /** Stops asking. */
  stop(): Promise<Latencies>;
}

/** Ten questions a second stay within the budget of an address. */
const PAUSE_MS = 100;

/** Asks over one connection from an address of its own on this machine, one request after the other with a pause between. */
export function startBystander(address: string, body: string, from = '127.0.0.2'): Bystander {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const took: number[] = [];
  const failed: string[] = [];
  let stopped = false;
  const asking = (async () => {
    while (!stopped) {
      const began = performance.now();
      const status = await send(address, body, { agent, localAddress: from }).catch(
        (error: Error) => error.message,
      );
      took.push(performance.now() - began);
      if (status !== 200) failed.push(String(status));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    agent.destroy();
  })();
  return {
    failed: () => failed,
    async stop() {
      stopped = true;
      await asking;
      took.sort((a, b) => a - b);
      const at = (share: number) =>
        took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN;
      return { count: took.length, p50: at(0.5), p99: at(0.99), worst: at(1) };
    },
  };
}

/** Sends a GraphQL request and answers its status when the whole answer has been read. */
export function send(
  address: string,
  body: string,
  options: { agent?: Agent; localAddress?: string; headers?: Readonly<Record<string, string>> },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(
      `${address}/graphql`,
      {
        method: 'POST',
        ...options,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...options.headers,
        },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', reject);
      },
    );
    sending.once('error', reject);
    sending.end(body);
  });
}
