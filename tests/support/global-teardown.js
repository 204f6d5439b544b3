import { rmSync } from 'node:fs';

/** Stops the run's Postgres and removes its folder. */
export default async function globalTeardown() {
  const { postgres, folder } = globalThis.testPostgres;
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
