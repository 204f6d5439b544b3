import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { settings } from '../../src/config.js';
import { projectRoot } from '../../src/platform/project-root.js';

const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8');

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  ports?: string[];
}

describe('docker/compose.yml', () => {
  const { services } = parse(read('docker/compose.yml')) as { services: Record<string, Service> };

  it('runs Postgres, Meilisearch and the hub, pinned to a version', () => {
    expect(Object.keys(services).sort()).toEqual(['hub', 'meilisearch', 'postgres']);
    expect(services.postgres?.image).toMatch(/^postgres:\d+$/);
    expect(services.meilisearch?.image).toMatch(/^getmeili\/meilisearch:v1\.\d+\.\d+$/);
  });

  it('gives the hub only settings that it knows', () => {
    expect(Object.keys(settings.shape)).toEqual(
      expect.arrayContaining(Object.keys(services.hub?.environment ?? {})),
    );
  });

  it('publishes no port beyond this machine', () => {
    for (const service of Object.values(services)) {
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it('has no password written down', () => {
    const secrets = Object.values(services).flatMap((service) =>
      Object.entries(service.environment ?? {}).filter(([name]) => /PASSWORD|KEY|DATABASE_/.test(name)),
    );
    expect(secrets).toHaveLength(6);
    for (const [, value] of secrets)
      expect(value).toMatch(/^(postgres:\/\/hub(_program)?:)?\$\{[A-Z_]+(:[?-][^}]*)?\}/);
  });

  it('builds from a Dockerfile whose files are in the project', () => {
    expect(services.hub?.build).toEqual({ context: '..', dockerfile: 'docker/Dockerfile' });
    const copied = read('docker/Dockerfile')
      .split('\n')
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.length).toBeGreaterThan(4);
    for (const file of copied) expect([file, existsSync(join(projectRoot, file))]).toEqual([file, true]);
  });

  it('runs as an ordinary user with a health check', () => {
    const dockerfile = read('docker/Dockerfile');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  });
});
