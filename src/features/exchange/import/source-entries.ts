import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import tar from 'tar-stream';
import yauzl from 'yauzl';
import { ImportProblem, printable } from './import-problem.js';

/** A file, or a member of an archive. Nothing is ever unpacked to disk. The name is only used in messages. */
export interface SourceEntry {
  readonly name: string;
  /** The bytes. Read them before asking for the next entry. You can stop reading early. */
  readonly content: AsyncIterable<Buffer>;
}

/** A file on disk. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
}

/**
 * The files at a path: the file itself, or all files below a folder, sorted by name.
 * @throws ImportProblem if there is none.
 */
export async function sourceFiles(path: string): Promise<SourceFile[]> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`;
    throw new ImportProblem(`${printable(path)} ${reason}. Give the path of a file or folder.`);
  });
  if (!found.isDirectory()) return [{ path, name: '', size: found.size }];
  const below = await readdir(path, { recursive: true });
  const files: SourceFile[] = [];
  for (const name of below.sort()) {
    const one = await stat(join(path, name)).catch(() => null); // a broken link is not a file
    if (one?.isFile()) files.push({ path: join(path, name), name, size: one.size });
  }
  if (files.length === 0)
    throw new ImportProblem(`The folder ${printable(path)} is empty. Give a folder with files, or a file.`);
  return files;
}

/**
 * The entries of a file: the members of a zip, tar or compressed tar, or the file itself, unpacked if it is compressed. The first
 * bytes of a file show what it is. `onBytes` is called with the number of bytes read, and can throw an ImportProblem to stop.
 * @throws ImportProblem if the file is damaged.
 */
export async function* entriesOf(
  file: SourceFile,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<SourceEntry> {
  try {
    for await (const { name, content } of membersOf(file, onBytes)) {
      yield { name, content: explaining(file, content) };
    }
  } catch (error) {
    throw damaged(file, error);
  }
}

async function* explaining(file: SourceFile, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* content;
  } catch (error) {
    throw damaged(file, error);
  }
}

function damaged(file: SourceFile, error: unknown): ImportProblem {
  if (error instanceof ImportProblem) return error;
  const reason = printable((error as Error).message).replace(/\.$/, '');
  const advice = 'syscall' in (error as Error) ? '' : ' It may be damaged or incomplete. Download it again.';
  return new ImportProblem(`${printable(file.path)} cannot be read: ${reason}.${advice}`);
}

async function* membersOf(file: SourceFile, onBytes: (bytes: number) => void): AsyncGenerator<SourceEntry> {
  const kind = await kindOf(file.path);
  if (kind === 'zip') {
    yield* zipEntries(file, onBytes);
    return;
  }
  const bytes = counted(createReadStream(file.path), onBytes);
  const content = kind.compressed ? pipeline(Readable.from(bytes), createGunzip(), () => {}) : bytes;
  if (kind.tar) yield* tarEntries(file, content);
  else yield { name: file.name || file.path, content };
}

async function* counted(
  content: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    onBytes(chunk.length);
    yield chunk;
  }
}

type Kind = 'zip' | { readonly compressed: boolean; readonly tar: boolean };

const HEAD_BYTES = 4_096;

async function kindOf(path: string): Promise<Kind> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    if (head.toString('latin1', 0, 4) === 'PK\x03\x04') return 'zip';
    const compressed = head[0] === 0x1f && head[1] === 0x8b;
    // Z_SYNC_FLUSH: a truncated end is not an error
    const plain = compressed ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head;
    return { compressed, tar: plain.toString('latin1', 257, 262) === 'ustar' };
  } finally {
    await file.close();
  }
}

function memberName(file: SourceFile, member: string): string {
  return file.name ? `${file.name}: ${member}` : member;
}

async function* tarEntries(file: SourceFile, content: AsyncIterable<Buffer>): AsyncGenerator<SourceEntry> {
  const extract = tar.extract();
  pipeline(content, extract, () => {}); // an error reaches the loop below through `extract`
  for await (const entry of extract) {
    const chunks = (entry as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    if (entry.header.type === 'file') {
      yield { name: memberName(file, entry.header.name), content: withoutReturn(chunks) };
    }
    // A tar can only be read from front to back, so content that is not wanted must still be read.
    while (!(await chunks.next()).done);
  }
}

/** Passes chunks on, but does not end their source if reading stops early. */
async function* withoutReturn(chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}

async function* zipEntries(file: SourceFile, onBytes: (bytes: number) => void): AsyncGenerator<SourceEntry> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(file.path, { lazyEntries: true, autoClose: false }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    );
  });
  try {
    for (const entry of await zipDirectory(zip)) {
      if (entry.fileName.endsWith('/')) continue;
      yield { name: memberName(file, entry.fileName), content: zipContent(zip, entry, onBytes) };
    }
  } finally {
    zip.close();
  }
}

function zipDirectory(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.once('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}

async function* zipContent(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const stream = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  const compression = entry.compressedSize / Math.max(1, entry.uncompressedSize);
  yield* counted(stream, (bytes) => onBytes(bytes * compression));
}
