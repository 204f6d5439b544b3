import { ownServerMissing, serverMissing } from './meilisearch-server.js';

/**
 * `describe` on a real server; without one the block is skipped, counted as such, and says so loudly. `own`: only on a server
 * that the tests start themselves.
 */
export function describeOnServer(name: string, block: () => void, { own = false } = {}): void {
  const missing = own ? ownServerMissing : serverMissing;
  if (missing === null) {
    describe(name, block);
  } else {
    process.stderr.write(`\nSKIPPED "${name}": ${missing}.\n`);
    describe.skip(`${name} [SKIPPED: ${missing}]`, block);
  }
}
