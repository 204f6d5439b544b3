import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keyOf } from './sample.mjs';

/**
 * What has been found out, line by line in a file, so that a run can be interrupted and taken up. A result holds as long as the mutated
 * file and the test that killed it are what they were; of a survivor all its tests.
 */
export class KeptResults {
  #results = new Map();

  constructor(root, path) {
    this.root = root;
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) return;
    for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
      const result = JSON.parse(line);
      this.#results.set(result.key, result);
    }
  }

  /** `whateverTests`: also what was found out with the tests as they were before. */
  find(mutant, tests, whateverTests) {
    const result = this.#results.get(keyOf(mutant));
    if (!result || result.source !== this.#digest([mutant.file])) return undefined;
    return whateverTests || result.rests === this.#rests(result, tests) ? result : undefined;
  }

  keep(mutant, tests, result) {
    const { file, line, operator, original, replacement } = mutant;
    const whole = {
      key: keyOf(mutant),
      file,
      line,
      operator,
      original: original.slice(0, 200),
      replacement: replacement.slice(0, 200),
      status: result.status,
      by: result.by,
      test: result.file,
      source: this.#digest([file]),
      rests: this.#rests({ ...result, test: result.file }, tests),
    };
    this.#results.set(whole.key, whole);
    appendFileSync(this.path, `${JSON.stringify(whole)}\n`);
    return whole;
  }

  #rests({ status, test }, tests) {
    return this.#digest(status === 'killed' && test ? [test] : tests);
  }

  #digests = new Map();
  #digest(files) {
    const name = files.join();
    if (!this.#digests.has(name)) {
      const hash = createHash('sha256');
      for (const file of files) hash.update(readFileSync(join(this.root, file)));
      this.#digests.set(name, hash.digest('hex').slice(0, 16));
    }
    return this.#digests.get(name);
  }
}
