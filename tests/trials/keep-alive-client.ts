import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Sends an operation to a hub and resolves with the body of the answer. */
export type Send = (port: number, operation: object) => Promise<string>;

const headersWith = (token: string) => ({
  'content-type': 'application/json',
  authorization: `Bearer ${token}`,
});

/** As a program on Node's `http` does it, on one connection that it keeps. */
export function agentSend(token: string): Send {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return (port, operation) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(operation);
      const headers = { ...headersWith(token), 'content-length': Buffer.byteLength(body) };
      const options = { host: '127.0.0.1', port, path: '/graphql', method: 'POST', headers, agent };
      request(options, (answer) => text(answer).then(resolve, reject))
        .once('error', reject)
        .end(body);
    });
}

/** As a program on `fetch` (undici) does it, on connections that all of them share. */
export function fetchSend(token: string): Send {
  return async (port, operation) => {
    const body = JSON.stringify(operation);
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: headersWith(token),
      body,
    });
    return answer.text();
  };
}

/** A client of two hubs that goes to the other one when a connection is refused, and knows no other remedy. */
export class KeepAliveClient {
  answered = 0;
  refused = 0;
  readonly failures: string[] = [];
  private at = 0;

  constructor(
    private readonly ports: readonly [number, number],
    private readonly send: Send,
  ) {}

  /** Asks again and again until told to stop; `next` makes what is asked, `check` says what is wrong with an answer. */
  async askUntil(
    end: AbortSignal,
    next: () => object,
    check: (answer: string) => string | null,
  ): Promise<void> {
    while (!end.aborted) {
      try {
        const wrong = check(await this.ask(next()));
        if (wrong) this.failures.push(wrong);
        this.answered++;
      } catch (error) {
        this.failures.push(wordsOf(error));
      }
    }
  }

  private async ask(operation: object): Promise<string> {
    for (;;) {
      try {
        return await this.send(this.ports[this.at] as number, operation);
      } catch (error) {
        if (!wordsOf(error).includes('ECONNREFUSED')) throw error;
        this.refused++;
        this.at = 1 - this.at;
      }
    }
  }
}

function wordsOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { message?: string; code?: string } };
  return [message, cause?.message, cause?.code].filter(Boolean).join(': ');
}
