import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const HUB = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 15_000;
const running = new Set();

/** A script of the bench, by its path below this folder. */
export const script = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Starts the hub itself, as in production. Settings are environment variables. */
export function startHub(settings, log) {
  return startServer(HUB, { LOG_LEVEL: 'info', ...settings }, log);
}

/**
 * Starts a Node program with `PORT` set to a free one, and resolves when it has said that it is ready. What it writes to
 * standard error goes to the file `log`.
 * @returns its address, process id, and a function that stops it.
 */
export async function startServer(path, settings, log) {
  const port = await freePort();
  const errors = openSync(log, 'a');
  const child = spawn(process.execPath, [path], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      BUDGETS: 'false',
      DRAIN_DELAY_MS: '0',
      ...settings,
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', errors],
  });
  closeSync(errors);
  running.add(child);
  child.once('exit', () => running.delete(child));
  await saysReady(child, path, log);
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop: () => stop(child) };
}

/** Stops every server that is still running. */
export async function stopServers() {
  await Promise.all([...running].map(stop));
}

/** Runs a script to its end with a text on its standard input; what it prints as JSON. */
export function runScript(path, args = [], input = '') {
  const child = spawn(process.execPath, [script(path), ...args], {
    env: { ...process.env, NODE_ENV: 'production', BUDGETS: 'false' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.add(child);
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      printed += part;
    });
    child.once('close', (code) => {
      running.delete(child);
      if (code === 0) resolve(JSON.parse(printed));
      else reject(new Error(`${path} ended with code ${code}.`));
    });
    child.stdin.end(input);
  });
}

function saysReady(child, path, log) {
  return new Promise((resolve, reject) => {
    let said = '';
    const limit = setTimeout(
      () => reject(new Error(`${path} was not ready in time: ${end(log)}`)),
      START_LIMIT_MS,
    );
    child.stdout.setEncoding('utf8').on('data', (part) => {
      said += part;
      if (!said.includes('ready')) return;
      clearTimeout(limit);
      resolve();
    });
    child.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`${path} ended with code ${code}: ${end(log)}`));
    });
  });
}

async function stop(child) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const inTime = await Promise.race([ended.then(() => true), sleep(STOP_LIMIT_MS, false, { ref: false })]);
  if (!inTime) child.kill('SIGKILL');
  await ended;
}

/** What was written last to a log file. */
function end(log) {
  return readFileSync(log, 'utf8').slice(-2_000);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
