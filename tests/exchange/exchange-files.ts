import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import tar from 'tar-stream';
import type { ImportControl } from '../../src/features/exchange/import/import-control.js';
import { projectRoot } from '../../src/platform/project-root.js';

/** The path of a small invented file in an official format. */
export function sample(name: string): string {
  return join(projectRoot, 'tests/exchange/files', name);
}

/** The path of a published file, or null where it is not at hand. */
export function published(name: string): string | null {
  const path = join(projectRoot, '../shared/data', name);
  return existsSync(path) ? path : null;
}

/** The members of Code-Point Open in the shape in which it is published. */
export const codePointMembers = [
  'Data/CSV/nr.csv',
  'Data/CSV/ze.csv',
  'Doc/Code-Point_Open_Column_Headers.csv',
  'Doc/readme.txt',
].map((name): [string, Buffer] => [name, readFileSync(sample(join('code-point', name)))]);

/** A folder of its own for a test file. */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'ap-hub-exchange-'));
  return {
    path,
    /** Writes a file into the folder and answers its path. */
    write(name: string, content: string | Buffer): string {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A tar archive. */
export async function tarOf(members: readonly (readonly [string, Buffer])[]): Promise<Buffer> {
  const pack = tar.pack();
  for (const [name, content] of members) pack.entry({ name }, content);
  pack.finalize();
  return buffer(pack);
}

/** A zip archive with deflated members, by the letter of its specification (APPNOTE 4.3). */
export function zipOf(members: readonly (readonly [string, Buffer])[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of members) {
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26); // what the local header and the directory have in common
    fields.writeUInt16LE(20, 0); // version needed
    fields.writeUInt16LE(0x0800, 2); // names are UTF-8
    fields.writeUInt16LE(8, 4); // deflate
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, rest, Buffer.from(name));
    local.push(header);
    offset += header.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

/** Control of an import without an operator. `onAdvance` is called with every piece of work that is reported. */
export function quietly(
  onAdvance: () => void = () => {},
  signal = new AbortController().signal,
): ImportControl {
  return { signal, progress: () => ({ advance: onAdvance, phase: () => {}, stop: () => {} }) };
}
