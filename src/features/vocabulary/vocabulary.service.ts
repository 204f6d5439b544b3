import { type Choices, eachChosen } from '../../platform/choice.js';
import type { Change, ChangeReader } from '../../platform/database/changes/change.js';
import type { Problem } from '../../platform/errors.js';
import { isNot, unknownCode } from '../../platform/errors.js';
import { Code } from './code.entity.js';
import { type CodeList, codeListNames } from './code-lists.rules.js';
import type { Concept } from './concept.entity.js';
import type { VocabularyRepository } from './vocabulary.repository.js';

/**
 * Keeps the code lists and concepts in memory and in step with the register. They are a few hundred rows that change with a release
 * or a seed, perhaps of a newer hub that runs at the same time.
 */
export class Vocabulary implements ChangeReader {
  readonly name = 'vocabulary';
  readonly madeFrom = ['code', 'concept'];
  private byList = new Map<string, readonly Code[]>();
  private byCode = new Map<string, ReadonlyMap<string, Code>>();
  concepts: readonly Concept[] = [];
  private readonly derived: (() => void)[] = [];

  constructor(private readonly repository: VocabularyRepository) {}

  /** Reads everything again. */
  async load(): Promise<void> {
    const [codes, concepts] = await Promise.all([this.repository.codes(), this.repository.concepts()]);
    const lists = new Map<string, Code[]>();
    for (const code of codes) {
      const list = lists.get(code.list);
      if (list) list.push(code);
      else lists.set(code.list, [code]);
    }
    this.byList = lists;
    this.byCode = new Map(
      [...lists].map(([list, entries]) => [list, new Map(entries.map((code) => [code.code, code]))]),
    );
    this.concepts = concepts;
    for (const make of this.derived) make();
  }

  /** Calls `make` now, and again each time the codes and concepts have been read. */
  derive(make: () => void): void {
    this.derived.push(make);
    make();
  }

  reset(): Promise<void> {
    return this.load();
  }

  async apply(changes: readonly Pick<Change, 'table'>[]): Promise<void> {
    if (changes.some(({ table }) => this.madeFrom.includes(table))) await this.load();
  }

  /** All codes of a list, in the order to show them. With a date (`yyyy-mm-dd`), only the codes that are valid on it. */
  list(list: CodeList, validOn?: string): readonly Code[] {
    const codes = this.byList.get(list) ?? [];
    return validOn ? codes.filter((code) => isValid(code, validOn)) : codes;
  }

  /** A code, or undefined if it is not in the list. */
  find(list: CodeList, code: string): Code | undefined {
    return this.byCode.get(list)?.get(code);
  }

  /**
   * A code that is stored somewhere, so the database has it in its list. If this process has not read it yet, the code itself is
   * used as its label.
   */
  get(list: CodeList, code: string): Code {
    return this.find(list, code) ?? unheardOf(list, code);
  }

  /** What is wrong with the codes in a choice, with a path to each operator. */
  choiceProblems(
    list: CodeList,
    choice: Choices | undefined,
    path: readonly string[],
    on: string,
  ): Problem[] {
    return eachChosen(choice, path, (codes, field) => this.problems(list, codes, field, on));
  }

  /** What is wrong with codes that someone entered: those that are unknown, and those that are not valid on the date. */
  problems(list: CodeList, codes: readonly string[], field: readonly string[], on: string): Problem[] {
    return codes.flatMap((code) => {
      const known = this.find(list, code);
      const where = [...field];
      if (!known) {
        const valid = this.list(list, on).map((entry) => entry.code);
        const message = `${isNot(code, `a code of ${codeListNames[list]}`)} Valid codes: ${valid.join(', ')}.`;
        return [unknownCode(where, message)];
      }
      if (isValid(known, on)) return [];
      const since = known.validFrom && on < known.validFrom;
      const message = since
        ? `"${code}" (${known.label}) cannot be used before ${known.validFrom}.`
        : `"${code}" (${known.label}) expired on ${known.validTo}.`;
      return [{ field: where, code: 'EXPIRED_CODE', message }];
    });
  }
}

function unheardOf(list: CodeList, code: string): Code {
  const description = 'A new code. This hub has not read its description yet.';
  return Object.assign(new Code(), {
    list,
    code,
    label: code,
    description,
    source: '',
    validFrom: null,
    validTo: null,
    position: 0,
    giasCodes: [],
  });
}

function isValid(code: Code, on: string): boolean {
  return (!code.validFrom || code.validFrom <= on) && (!code.validTo || on <= code.validTo);
}
