import { serverMissing } from './meilisearch-server.js';

/** `describe` on a real server; without one the block is skipped, counted as such, and says so. */
export function describeOnServer(name: string, block: () => void): void {
  if (serverMissing === null) {
    describe(name, block);
  } else {
    process.stderr.write(`\nSKIPPED "${name}": ${serverMissing}.\n`);
    describe.skip(`${name} [SKIPPED: ${serverMissing}]`, block);
  }
}
