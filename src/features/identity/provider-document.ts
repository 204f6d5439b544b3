import type { z } from 'zod';
import { readJson } from '../../platform/json.js';

/** The longest document that is read, in bytes. Entra's keys are 20 kB. */
const MAX_BYTES = 512_000;
/** The longest time from the request to the last byte, in milliseconds. */
const TIMEOUT_MS = 5_000;

/**
 * Reads a JSON document of an identity provider from exactly this address. It follows no redirects.
 * @throws Error if it is not complete within 5 seconds, is longer than 512 kB, is not JSON or not of this form, or if
 * the status is not 200.
 */
export async function readProviderDocument<S extends z.ZodType>(
  form: S,
  address: string | URL,
): Promise<z.output<S>> {
  const response = await fetch(address, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
    headers: { accept: 'application/json, application/jwk-set+json' },
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`The identity provider returned status ${response.status}.`);
  }
  return readJson(form, await textOf(response));
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // To leave the loop ends the transfer.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`The identity provider returned more than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
