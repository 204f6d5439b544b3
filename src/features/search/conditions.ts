import type { z } from 'zod';
import { epochDay } from '../../platform/clock.js';
import type { Problem } from '../../platform/errors.js';
import { isNot, unknownCode } from '../../platform/errors.js';
import type { Condition } from '../../platform/search/port.js';
import { keyStageYears, yearsOfAge } from '../offering/offering.rules.js';
import type { Atlas } from '../place/atlas.js';
import type { CodeList, Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { SearchField, Values } from './field-kinds.js';
import { searchFields } from './search.fields.js';
import type { keywordFilter, numberFilter, searchFilter } from './search.rules.js';

type SearchFilter = z.output<typeof searchFilter>;
type Operator = keyof z.output<typeof keywordFilter>;
const operators: readonly Operator[] = ['anyOf', 'allOf', 'noneOf'];
const fields: readonly (readonly [string, SearchField])[] = Object.entries(searchFields);

/** Turns a checked filter into conditions of the search port, and says which codes are unknown. */
export class ConditionMaker {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    /** The stored id behind a global id of the given prefix, null when it is none. */
    private readonly decodeId: (prefix: string, id: string) => string | null,
  ) {}

  /** Conditions in the order of the field table; `problems` is empty when every code is known and valid today. */
  make(
    filter: SearchFilter,
    path: readonly string[],
    today: string,
  ): { conditions: Condition[]; problems: Problem[] } {
    const conditions: Condition[] = [];
    const problems: Problem[] = [];
    for (const [field, spec] of fields) {
      const given = filter[field as keyof SearchFilter] as unknown;
      const { kind } = spec;
      if (given === undefined || kind === 'text' || kind === 'order') continue;
      if (kind === 'range') conditions.push({ kind: 'within', field, value: given as number });
      else if (kind === 'number') {
        conditions.push({ kind: 'number', field, ...(given as z.output<typeof numberFilter>) });
      } else {
        const { values } = spec;
        if (values.of === 'flag') {
          conditions.push({ kind: 'anyOf', field, values: [String(given)] });
          continue;
        }
        for (const operator of operators) {
          const entered = (given as z.output<typeof keywordFilter>)[operator];
          if (!entered) continue;
          const where = [...path, field, operator];
          problems.push(...this.problems(values, entered, where, today));
          conditions.push({ kind: operator, field, values: this.stored(values, entered) });
        }
      }
    }
    if (filter.vacancy) {
      const { by, places } = filter.vacancy;
      const years = yearsAskedFor(filter);
      conditions.push({ kind: 'opening', places, byDay: epochDay(by), ...(years && { groups: years }) });
    }
    return { conditions, problems };
  }

  private stored(values: Values, entered: readonly string[]): readonly string[] {
    if (values.of !== 'ids') return entered;
    return entered.flatMap((id) => this.decodeId(values.prefix, id) ?? []);
  }

  private problems(values: Values, entered: readonly string[], field: string[], today: string): Problem[] {
    const unknown = (known: (code: string) => boolean, what: string): Problem[] =>
      entered.filter((code) => !known(code)).map((code) => unknownCode(field, isNot(code, what)));
    switch (values.of) {
      case 'list':
        return this.vocabulary.problems(values.list as CodeList, entered, field, today);
      case 'choices':
        return unknown((code) => values.choices.includes(code), `one of ${values.choices.join(', ')}`);
      case 'ids':
        return unknown((id) => this.decodeId(values.prefix, id) !== null, 'the id of one');
      case 'localAuthorities':
        return unknown(
          (code) => this.atlas.localAuthorities.has(code),
          'the code of a local authority, such as 926',
        );
      case 'districts':
        return unknown((code) => this.atlas.districts.has(code), 'the code of a district, such as E07000147');
      case 'concepts':
        return unknown(
          (id) => this.vocabulary.concepts.some((concept) => concept.id === id),
          'the id of a concept, such as autism',
        );
      case 'flag':
        return [];
    }
  }
}

/**
 * The school years a vacancy must take: all that the filter's year group, age and key stages leave possible.
 * Undefined when the filter says nothing of years.
 */
export function yearsAskedFor(
  filter: Pick<SearchFilter, 'yearGroup' | 'age' | 'keyStages'>,
): number[] | undefined {
  const { yearGroup, age, keyStages } = filter;
  const groups: (readonly number[])[] = [];
  if (yearGroup !== undefined) groups.push([yearGroup]);
  if (age !== undefined) groups.push(yearsOfAge(age));
  for (const codes of [keyStages?.anyOf, keyStages?.allOf]) {
    if (codes) groups.push(codes.flatMap((code) => keyStageYears[code] ?? []));
  }
  const [first, ...others] = groups;
  return first?.filter((year) => others.every((group) => group.includes(year)));
}
