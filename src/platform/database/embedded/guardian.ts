import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./guardian-program.js', import.meta.url));

/**
 * Makes sure that no Postgres stays behind on a data folder if this process ends too suddenly to stop it: a second process waits
 * for that, and then stops the server unless another process uses it.
 * @returns a function that ends this. Call it when the server has been given back.
 */
export function guardAgainstSuddenEnd(dataDir: string): () => void {
  const command = [process.execPath, PROGRAM, dataDir] as const;
  const [file, args]: [string, readonly string[]] =
    process.platform === 'win32'
      ? [command[0], command.slice(1)]
      : // A shell waits for the end of the pipe with a tenth of the memory that Node needs.
        ['/bin/sh', ['-c', 'read -r _ || exec "$0" "$@"', ...command]];
  // In its own session, so that what ends the terminal or the process group of this process does not end it.
  const guardian = spawn(file, args, {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
  });
  const { stdin } = guardian;
  guardian.on('error', () => {}); // the hub then runs without a guardian
  guardian.unref();
  stdin.on('error', () => {}); // the guardian was killed
  if (stdin instanceof Socket) stdin.unref();
  return () => void stdin.end('\n');
}
