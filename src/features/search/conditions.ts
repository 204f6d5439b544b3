import type { z } from 'zod';
import type { Choices } from '../../platform/choice.js';
import { epochDay } from '../../platform/clock.js';
import { isNot, type Problem } from '../../platform/errors.js';
import type { Condition } from '../../platform/search/port.js';
import type { UserErrorCode } from '../../platform/user-error-codes.js';
import { keyStageYears, yearsOfAge } from '../offering/offering.rules.js';
import type { Atlas } from '../place/atlas.js';
import type { CodeList } from '../vocabulary/code-lists.rules.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { SearchField, Values } from './field-kinds.js';
import { searchFields } from './search.fields.js';
import type { numberFilter, searchFilter } from './search.rules.js';

type SearchFilter = z.output<typeof searchFilter>;
type Operator = keyof Choices;
const operators: readonly Operator[] = ['anyOf', 'allOf', 'noneOf'];
const fields: readonly (readonly [string, SearchField])[] = Object.entries(searchFields);

/** Turns a checked filter into conditions for a search engine, and reports the codes that are unknown. */
export class ConditionMaker {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    /** The stored id in a global id with the given prefix; null if it is not such an id. */
    private readonly decodeId: (prefix: string, id: string) => string | null,
  ) {}

  /** Conditions in the order of the table of fields. `problems` is empty if every code is known and valid today. */
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
      if (given === undefined || kind === 'text' || kind === 'order' || kind === 'group') continue;
      if (kind === 'range') conditions.push({ kind: 'within', field, value: given as number });
      else if (kind === 'number') {
        const bounds = given as z.output<typeof numberFilter>;
        // To an engine, a condition without bounds means that the number is known.
        if (bounds.gte !== undefined || bounds.lte !== undefined) {
          conditions.push({ kind: 'number', field, ...bounds });
        }
      } else {
        const { values } = spec;
        if (values.of === 'flag') {
          conditions.push({ kind: 'anyOf', field, values: [String(given)] });
          continue;
        }
        for (const operator of operators) {
          const entered = (given as Choices)[operator];
          if (!entered) continue;
          const where = [...path, field, operator];
          problems.push(...this.problems(values, entered, where, today));
          conditions.push({ kind: operator, field, values: this.stored(values, entered) });
        }
      }
    }
    if (filter.vacancy) {
      const { availableBy, placesAtLeast: places } = filter.vacancy;
      const years = yearsAskedFor(filter);
      conditions.push({
        kind: 'opening',
        places,
        byDay: epochDay(availableBy),
        ...(years && { groups: years }),
      });
    }
    return { conditions, problems };
  }

  private stored(values: Values, entered: readonly string[]): readonly string[] {
    if (values.of !== 'ids') return entered;
    return entered.flatMap((id) => this.decodeId(values.prefix, id) ?? []);
  }

  private problems(values: Values, entered: readonly string[], field: string[], today: string): Problem[] {
    const unknown = (
      known: (code: string) => boolean,
      what: string,
      code: UserErrorCode = 'UNKNOWN_CODE',
    ): Problem[] =>
      entered.filter((one) => !known(one)).map((one) => ({ field, code, message: isNot(one, what) }));
    switch (values.of) {
      case 'list':
        return this.vocabulary.problems(values.list as CodeList, entered, field, today);
      case 'choices':
        return unknown((code) => values.choices.includes(code), `one of ${values.choices.join(', ')}`);
      case 'ids':
        return unknown(
          (id) => this.decodeId(values.prefix, id) !== null,
          'an id that this filter takes',
          'NOT_FOUND',
        );
      case 'localAuthorities':
        return entered.flatMap((code) => this.atlas.localAuthorityProblems(code, field));
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
 * The school years that a vacancy can be for: those that fit the filter's year group, age and key stages.
 * Undefined if the filter has none of these.
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
