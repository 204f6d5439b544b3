import { gradeOf, NameIndex, withoutNeedlessMistakes } from '../../platform/search/lookup/name-index.js';
import { words } from '../../platform/text.js';
import type { Atlas } from '../place/atlas.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { Values } from './field-kinds.js';
import { searchFields } from './search.fields.js';
import type { Answer } from './search.service.js';

const MOST_VALUES = 200;
const MOST_SEARCHED_VALUES = 100;

interface LabelledValue {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

/** A facet with a label for each of its values. */
export interface LabelledFacet {
  readonly name: string;
  readonly values: LabelledValue[];
}

/** Labels the values of facets, and finds values by label. Search engines only know codes. */
export class FacetLabels {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly encodeId: (prefix: string, id: string) => string,
  ) {}

  /**
   * The facets of a search in the order they were asked for, with values sorted by count, then by label. The facet that is
   * searched has only the values that fit, best fit first.
   */
  facetsOf(answer: Answer): LabelledFacet[] {
    const { fields = [], search } = answer.input.facets ?? {};
    return fields.map((name) => {
      const field = searchFields[name as keyof typeof searchFields];
      const values = field.kind === 'keyword' ? field.values : ({ of: 'flag' } as const);
      const counted = [...(answer.facets[name] ?? [])].map(([value, count]) => ({
        ...this.labelled(values, value),
        count,
      }));
      counted.sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
      const found = search?.field === name ? fitting(counted, search.text) : counted.slice(0, MOST_VALUES);
      return { name, values: found };
    });
  }

  private labelled(values: Values, value: string): { value: string; label: string } {
    switch (values.of) {
      case 'list':
        return { value, label: this.vocabulary.get(values.list, value).label };
      case 'ids':
        return {
          value: this.encodeId(values.prefix, value),
          label: this.atlas.planningAreas.get(value)?.name ?? value,
        };
      case 'districts':
        return { value, label: this.atlas.districts.get(value)?.name ?? value };
      case 'localAuthorities':
        return { value, label: this.atlas.localAuthorities.get(value)?.name ?? value };
      default:
        return { value, label: value };
    }
  }
}

/** The values whose labels fit the text, best first. All of them, in the order given, if the text has no word. */
function fitting(values: readonly LabelledValue[], text: string): LabelledValue[] {
  if (words(text).length === 0) return values.slice(0, MOST_SEARCHED_VALUES);
  const labels = new NameIndex();
  for (const { label } of values) labels.add([label]);
  const found: { value: LabelledValue; slot: number; grade: number }[] = [];
  labels.find(text, (slot, fit) => found.push({ value: values[slot]!, slot, grade: gradeOf(fit) }));
  return withoutNeedlessMistakes(found)
    .sort((a, b) => a.grade - b.grade || a.slot - b.slot)
    .slice(0, MOST_SEARCHED_VALUES)
    .map(({ value }) => value);
}
