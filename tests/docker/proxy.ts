import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/platform/database/embedded/port.js';
import { until } from '../support/until.js';
import { read } from './compose.js';

/** The name in the example configurations. */
export const NAME = 'hub.example.org';

/** A proxy that runs by its example configuration, with TLS by a certificate made for the test. */
export interface TlsProxy {
  /** Where it speaks TLS, on 127.0.0.1. */
  readonly port: number;
  readonly certificate: string;
  stop(): Promise<void>;
}

/** What keeps a proxy from being run here; null: nothing. */
export function whyNot(program: string): string | null {
  for (const needed of [program, 'openssl']) {
    try {
      execFileSync('sh', ['-c', `PATH="$PATH:/usr/sbin" command -v ${needed}`]);
    } catch {
      return `${needed} is not installed`;
    }
  }
  return null;
}

/** Starts nginx or Caddy by docker/nginx.conf or docker/Caddyfile, moved to free ports and before this port of a hub. */
export async function startProxy(kind: 'nginx' | 'caddy', hubPort: string): Promise<TlsProxy> {
  const folder = mkdtempSync(join(tmpdir(), `ap-hub-${kind}-`));
  const [port, plain] = [await freePort(0), await freePort(0)];
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`, '-days', '2'];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
  execFileSync('openssl', ['req', '-x509', ...newKey, ...subject, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  const file = join(folder, 'site.conf');
  const moved = { folder, port, plain, hubPort, certificate, key };
  writeFileSync(file, kind === 'nginx' ? nginxSite(moved) : caddyFile(moved));
  const child =
    kind === 'nginx'
      ? startNginx(folder, file)
      : spawn('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], {
          env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
          stdio: ['ignore', 'ignore', 'pipe'],
        });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const proxy = {
    port,
    certificate: readFileSync(certificate, 'utf8'),
    async stop() {
      if (child.exitCode === null) {
        const ended = new Promise((resolve) => child.once('close', resolve));
        child.kill('SIGTERM');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await until(
    () => `${kind} answers: ${said}`,
    () => {
      if (child.exitCode !== null) throw new Error(`${kind} has ended: ${said}`);
      return send(proxy, { path: '/health/live' }).catch(() => null);
    },
  );
  return proxy;
}

interface Moved {
  readonly port: number;
  readonly plain: number;
  readonly hubPort: string;
  readonly certificate: string;
  readonly key: string;
}

function nginxSite({ port, plain, hubPort, certificate, key }: Moved): string {
  return replaced(read('docker/nginx.conf'), [
    [/^ *listen \[::\].*\n/gm, ''],
    [/listen 443/g, `listen 127.0.0.1:${port}`],
    [/listen 80;/g, `listen 127.0.0.1:${plain};`],
    [/127\.0\.0\.1:4000/g, `127.0.0.1:${hubPort}`],
    [/\/etc\/ssl\/ap-hub\/fullchain\.pem/g, certificate],
    [/\/etc\/ssl\/ap-hub\/privkey\.pem/g, key],
    [/client_body_timeout 10s/g, 'client_body_timeout 1s'],
  ]);
}

function caddyFile({ port, plain, hubPort, certificate, key }: Moved): string {
  return replaced(read('docker/Caddyfile'), [
    [/^\{\n/m, `{\n\tadmin off\n\thttp_port ${plain}\n\thttps_port ${port}\n\tdefault_bind 127.0.0.1\n`],
    [/^hub\.example\.org \{\n/m, `hub.example.org {\n\ttls ${certificate} ${key}\n`],
    [/127\.0\.0\.1:4000/g, `127.0.0.1:${hubPort}`],
    [/read_body 10s/g, 'read_body 1s'],
  ]);
}

/** @throws Error when something to be replaced is not there. */
function replaced(text: string, replacements: readonly [RegExp, string][]): string {
  return replacements.reduce((before, [what, by]) => {
    const after = before.replace(what, by);
    if (after === before) throw new Error(`${what} is not in the example.`);
    return after;
  }, text);
}

function startNginx(folder: string, site: string): ChildProcess {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const main = `
daemon off;
master_process off;
pid ${folder}/pid;
error_log stderr;
events {}
http {
  ${paths.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  include ${site};
}`;
  writeFileSync(join(folder, 'nginx.conf'), main);
  return spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', 'stderr'], {
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** What to send through a proxy. */
export interface Sent {
  readonly path: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  /** The address of this machine (127.0.0.0/8) that it comes from. */
  readonly from?: string;
  /** The name that is called. */
  readonly host?: string;
  /** Do not send the end of the body. */
  readonly unfinished?: boolean;
}

/** Sends a request through a proxy over TLS, whose certificate is checked. */
export function send({ port, certificate }: Omit<TlsProxy, 'stop'>, sent: Sent) {
  const { path, body, headers = {}, from = '127.0.0.1', host = NAME, unfinished = false } = sent;
  const all = { host, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers };
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const method = body === undefined ? 'GET' : 'POST';
      const options = {
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: all,
        localAddress: from,
        agent: false,
      };
      const outgoing = request({ ...options, servername: host, ca: certificate }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      });
      outgoing.on('error', reject);
      if (unfinished) outgoing.write(body ?? '');
      else outgoing.end(body);
    },
  );
}
