import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ImportProblem } from '../../src/features/exchange/import/import-problem.js';
import { entriesOf, sourceFiles } from '../../src/features/exchange/import/source-entries.js';
import { codePointMembers, tarOf, temporaryFolder, zipOf } from './exchange-files.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

async function contents(path: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const file of await sourceFiles(path)) {
    for await (const { name, content } of entriesOf(file)) {
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk);
      found[name.replace(folder.path, '')] = Buffer.concat(chunks).toString();
    }
  }
  return found;
}

const expected = Object.fromEntries(codePointMembers.map(([name, content]) => [name, content.toString()]));

describe('entries of a source', () => {
  it('are recognised by content, whatever the file is called', async () => {
    const zip = zipOf(codePointMembers);
    const archive = await tarOf(codePointMembers);
    expect(await contents(folder.write('a.dat', zip))).toEqual(expected);
    expect(await contents(folder.write('b.dat', archive))).toEqual(expected);
    expect(await contents(folder.write('c.dat', gzipSync(archive)))).toEqual(expected);
    expect(await contents(folder.write('d.dat', gzipSync('x,y\n')))).toEqual({ '/d.dat': 'x,y\n' });
    expect(await contents(folder.write('e.dat', 'x,y\n'))).toEqual({ '/e.dat': 'x,y\n' });
  });

  it('of a folder are those of all files below it, named from there', async () => {
    mkdirSync(join(folder.path, 'tree/below'), { recursive: true });
    folder.write('tree/below/one.csv', '1\n');
    folder.write('tree/two.zip', zipOf([['in/three.csv', Buffer.from('3\n')]]));
    expect(await contents(join(folder.path, 'tree'))).toEqual({
      'below/one.csv': '1\n',
      'two.zip: in/three.csv': '3\n',
    });
  });

  it.each(['zip', 'tar'])('of a %s can be left after their first bytes', async (kind) => {
    const members: [string, Buffer][] = ['a', 'b', 'c'].map((name) => [name, Buffer.alloc(300_000, name)]);
    const path = folder.write(`long.${kind}`, kind === 'zip' ? zipOf(members) : await tarOf(members));
    const [file] = await sourceFiles(path);
    const firsts: string[] = [];
    for await (const { content } of entriesOf(file!)) {
      for await (const chunk of content) {
        firsts.push(chunk.toString('utf8', 0, 1));
        break;
      }
    }
    expect(firsts).toEqual(['a', 'b', 'c']);
  });

  it('report the bytes of the file that were read', async () => {
    const path = folder.write('counted.tar.gz', gzipSync(await tarOf(codePointMembers)));
    const [file] = await sourceFiles(path);
    let read = 0;
    for await (const _entry of entriesOf(file!, (bytes) => (read += bytes)));
    expect(read).toBe(file!.size);
  });

  it.each([
    ['a tar.gz that was cut off', async () => gzipSync(await tarOf(codePointMembers)).subarray(0, -40)],
    ['a tar that was cut off', async () => (await tarOf(codePointMembers)).subarray(0, 1_200)],
    ['a zip that was cut off', async () => zipOf(codePointMembers).subarray(0, -40)],
    ['a zip that names a place outside', async () => zipOf([['../../etc/passwd', Buffer.from('x')]])],
  ])('of %s are refused in a sentence that names the file', async (_what, make) => {
    const path = folder.write('damaged', await make());
    const error = await contents(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ImportProblem);
    expect((error as Error).message).toMatch(/damaged cannot be read: .+\. It may be damaged or incomplete/);
  });

  it('need something at the path', async () => {
    await expect(sourceFiles(join(folder.path, 'nowhere'))).rejects.toThrow(
      /nowhere does not exist\. Give the path/,
    );
    mkdirSync(join(folder.path, 'empty'));
    await expect(sourceFiles(join(folder.path, 'empty'))).rejects.toThrow(/empty is empty/);
  });
});
