import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./guardian-program.js', import.meta.url));

/**
 * Sees to it that no Postgres is left behind on a data folder when this process ends in a way that lets it do nothing more: a
 * second process waits for that, and then stops the server unless somebody else uses it.
 * @returns what ends that: call it when the server has been given back.
 */
export function guardAgainstSuddenEnd(dataDir: string): () => void {
  const command = [process.execPath, PROGRAM, dataDir] as const;
  const [file, args]: [string, readonly string[]] =
    process.platform === 'win32'
      ? [command[0], command.slice(1)]
      : // A shell waits for the end of the pipe in a tenth of Node's memory.
        ['/bin/sh', ['-c', 'read -r _ || exec "$0" "$@"', ...command]];
  // In a session of its own: what ends the terminal or the group of this process does not reach it.
  const guardian = spawn(file, args, {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
  });
  const { stdin } = guardian;
  guardian.on('error', () => {}); // then there is none
  guardian.unref();
  stdin.on('error', () => {}); // it was killed
  if (stdin instanceof Socket) stdin.unref();
  return () => void stdin.end('\n');
}
