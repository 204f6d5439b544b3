import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from './socket-attacks.js';

const ASK_EVERY_MS = 20;
/** Another address than that of the attacks, on the same machine. */
const ADDRESS = '127.0.0.2';
const SEARCH =
  '{ search(near: { place: { postcode: "NR21 9AA" }, within: { km: 25 } }, first: 10) { totalCount nodes { offering { title } } } }';

/** A client that keeps to the rules, with what its requests came to. */
export class Neighbour {
  private times: number[] = [];
  private failures: string[] = [];
  private readonly agent = new Agent({ keepAlive: true, localAddress: ADDRESS });

  constructor(private readonly target: Target) {}

  /** Asks once. */
  async ask(): Promise<void> {
    const began = performance.now();
    try {
      const answer = await this.send(JSON.stringify({ query: SEARCH }));
      if (!answer.includes('"totalCount"')) throw new Error(answer.slice(0, 200));
      this.times.push(performance.now() - began);
    } catch (error) {
      this.failures.push(String(error));
    }
  }

  private send(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': body.length };
      const options = { ...this.target, method: 'POST', path: '/graphql', headers, agent: this.agent };
      request(options, (answer) => resolve(text(answer)))
        .once('error', reject)
        .end(body);
    });
  }

  /** Asks again and again until told to stop. */
  async askUntil(end: AbortSignal): Promise<void> {
    while (!end.aborted) {
      await this.ask();
      await sleep(ASK_EVERY_MS);
    }
  }

  /** How long answers took since the last report, in whole milliseconds, and what went wrong. */
  report(): { answers: number; p50: number; p99: number; failures: readonly string[] } {
    const sorted = this.times.sort((a, b) => a - b);
    const at = (share: number) => Math.round(sorted[Math.floor(share * sorted.length)] ?? 0);
    const report = { answers: sorted.length, p50: at(0.5), p99: at(0.99), failures: this.failures };
    this.times = [];
    this.failures = [];
    return report;
  }

  stop(): void {
    this.agent.destroy();
  }
}
