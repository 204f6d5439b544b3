import type { Change, ChangeReader } from '../../platform/database/changes/change.js';
import type { Problem } from '../../platform/errors.js';
import { isNot, unknownCode } from '../../platform/errors.js';
import { Code } from './code.entity.js';
import type { Concept } from './concept.entity.js';
import type { VocabularyRepository } from './vocabulary.repository.js';

/** The code lists the hub keeps; the database holds their codes. */
export const codeLists = [
  'ACCESSIBILITY',
  'ACCREDITATION',
  'CIRCUMSTANCE',
  'COMMISSIONER_KIND',
  'DELIVERY_MODE',
  'EVIDENCE_KIND',
  'INSPECTION_AREA',
  'INSPECTION_FRAMEWORK',
  'INSPECTION_GRADE',
  'KEY_STAGE',
  'NEED',
  'OUTCOME',
  'PRICE_UNIT',
  'REFERRAL_ROUTE',
  'REGISTRATION',
  'SETTING_TYPE',
  'TIER',
  'VACANCY_UNIT',
] as const;
export type CodeList = (typeof codeLists)[number];

/**
 * The code lists and concepts, in memory and in step with the register: a few hundred rows that change with a release or a seed,
 * perhaps that of a newer hub beside this one.
 */
export class Vocabulary implements ChangeReader {
  readonly name = 'vocabulary';
  private byList = new Map<string, readonly Code[]>();
  private byCode = new Map<string, ReadonlyMap<string, Code>>();
  concepts: readonly Concept[] = [];
  private readonly derived: (() => void)[] = [];

  constructor(private readonly repository: VocabularyRepository) {}

  /** Reads everything anew. */
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

  /** Makes something from codes and concepts: now, and again whenever they have been read anew. */
  derive(make: () => void): void {
    this.derived.push(make);
    make();
  }

  reset(): Promise<void> {
    return this.load();
  }

  async apply(changes: readonly Pick<Change, 'table'>[]): Promise<void> {
    if (changes.some(({ table }) => table === 'code' || table === 'concept')) await this.load();
  }

  /** All codes of a list in order of display; only those valid on a `yyyy-mm-dd` date where one is given. */
  list(list: CodeList, validOn?: string): readonly Code[] {
    const codes = this.byList.get(list) ?? [];
    return validOn ? codes.filter((code) => isValid(code, validOn)) : codes;
  }

  /** The code, or undefined where the list has none such. */
  find(list: CodeList, code: string): Code | undefined {
    return this.byCode.get(list)?.get(code);
  }

  /**
   * A code that is stored. The database has it in its list, but this process may not have heard of it yet: until then the code
   * stands for its label.
   */
  get(list: CodeList, code: string): Code {
    return this.find(list, code) ?? unheardOf(list, code);
  }

  /** What is wrong with codes that somebody entered: unknown ones, and those not valid on the date. */
  problems(list: CodeList, codes: readonly string[], field: readonly string[], on: string): Problem[] {
    return codes.flatMap((code) => {
      const known = this.find(list, code);
      const where = [...field];
      if (!known) {
        const valid = this.list(list, on).map((entry) => entry.code);
        const message = `${isNot(code, `a code of ${list}`)} Valid codes: ${valid.join(', ')}.`;
        return [unknownCode(where, message)];
      }
      if (isValid(known, on)) return [];
      const since = known.validFrom && on < known.validFrom;
      const message = since
        ? `"${code}" (${known.label}) may be used from ${known.validFrom}.`
        : `"${code}" (${known.label}) expired on ${known.validTo}.`;
      return [{ field: where, code: 'EXPIRED_CODE', message }];
    });
  }
}

function unheardOf(list: CodeList, code: string): Code {
  const description = 'A new code, of which this hub has not read the description yet.';
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
