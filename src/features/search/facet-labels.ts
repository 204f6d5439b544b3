import type { Atlas } from '../place/atlas.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { Values } from './field-kinds.js';
import { searchFields } from './search.fields.js';
import type { Answer } from './search.service.js';

const MOST_VALUES = 200;

/** A facet with what to show for its values. */
export interface LabelledFacet {
  readonly name: string;
  readonly values: { value: string; label: string; count: number }[];
}

/** Gives facet values their labels. */
export class FacetLabels {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly encodeId: (prefix: string, id: string) => string,
  ) {}

  /** The facets of an answer in the order they were asked for; values by count, then label. */
  facetsOf(answer: Answer): LabelledFacet[] {
    return (answer.input.facets?.fields ?? []).map((name) => {
      const field = searchFields[name as keyof typeof searchFields];
      const values = field.kind === 'keyword' ? field.values : ({ of: 'flag' } as const);
      const counted = [...(answer.facets[name] ?? [])].map(([value, count]) => ({
        ...this.labelled(values, value),
        count,
      }));
      counted.sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
      return { name, values: counted.slice(0, MOST_VALUES) };
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
