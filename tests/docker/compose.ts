import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../src/platform/project-root.js';

/** A service of the compose file, as far as it is looked at. */
export interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  ports?: string[];
  mem_limit?: string;
  security_opt?: string[];
}

/** Text of a file in the project. */
export const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');

/** The services of docker/compose.yml as they are written. */
export function composeServices(): Record<string, Service> {
  return (parse(read('docker/compose.yml')) as { services: Record<string, Service> }).services;
}

/**
 * The environment of a service as Docker Compose makes it of one's own: `${NAME}`, `${NAME:-default}` and `${NAME:?error}`,
 * whose values are taken as they are.
 * @throws Error where one with `:?` is missing.
 */
export function environmentOf(service: Service | undefined, own: Readonly<Record<string, string>>) {
  const filled = Object.entries(service?.environment ?? {}).map(([name, text]) => [
    name,
    text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, wanted: string, kind: string, other: string) => {
      const value = own[wanted];
      if (value) return value;
      if (kind === '?') throw new Error(other);
      return kind === '-' ? other : '';
    }),
  ]);
  return Object.fromEntries(filled) as Record<string, string>;
}
