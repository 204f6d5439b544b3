import type { Condition, Scope } from '../port.js';
import { availFrom, nameOf } from './document.js';
import { encodeKeyword } from './keyword-code.js';

/** A filter that matches no document. */
const NOTHING = 'onSite IN []';
/** A filter that matches every document. */
const EVERYTHING = `NOT ${NOTHING}`;
/** A micrometre, so that a document exactly at the edge is included, however its distance was rounded. */
export const EDGE_METRES = 1e-6;

/** All of the filters. */
export function all(...filters: readonly string[]): string {
  return join(filters, ' AND ') ?? EVERYTHING;
}

/** At least one of the filters. */
export function any(...filters: readonly string[]): string {
  return join(filters, ' OR ') ?? NOTHING;
}

/** Not the filter. Also matches if the field is absent, which `!=` would not. */
export function not(filter: string): string {
  return `NOT (${filter})`;
}

/** One of the values of a keyword field. */
export function oneOf(attribute: string, values: readonly string[]): string {
  return `${attribute} IN [${values.map((value) => `"${encodeKeyword(value)}"`).join(', ')}]`;
}

/** A condition of the port. */
export function conditionFilter(condition: Condition): string {
  switch (condition.kind) {
    case 'anyOf':
      return oneOf(`keywords.${condition.field}`, condition.values);
    case 'noneOf':
      return not(oneOf(`keywords.${condition.field}`, condition.values));
    case 'allOf': {
      const { field, values } = condition;
      return values.length === 0
        ? NOTHING
        : all(...values.map((value) => oneOf(`keywords.${field}`, [value])));
    }
    case 'number': {
      const { field, gte, lte } = condition;
      const number = `numbers.${field}`;
      const bounds = [
        ...(gte === undefined ? [] : [`${number} >= "${gte}"`]),
        ...(lte === undefined ? [] : [`${number} <= "${lte}"`]),
      ];
      return bounds.length > 0 ? all(...bounds) : `${number} EXISTS`;
    }
    case 'within': {
      const { field, value } = condition;
      return all(`ranges.${field}.from <= "${value}"`, `ranges.${field}.to >= "${value}"`);
    }
    case 'opening': {
      const { places, byDay, groups } = condition;
      const fields = groups ? groups.map((group) => availFrom(places, group)) : [availFrom(places)];
      return any(...fields.map((field) => `"availFrom.${field}" <= "${byDay}"`));
    }
  }
}

/** A document whose heaviest text is exactly these words. */
export function nameFilter(words: readonly string[]): string {
  return `name = "${nameOf(words)}"`;
}

/** A concept, strong or related. */
export function conceptFilter(concept: string): string {
  return any(oneOf('strong', [concept]), oneOf('related', [concept]));
}

/** The two ways to match a scope: by the document's own place, and by the areas it serves. */
export function scopeFilters(scope: Scope): { readonly site: string; readonly area: string } {
  return { site: siteFilter(scope), area: oneOf('areasServed', scope.areas) };
}

function siteFilter(scope: Scope): string {
  switch (scope.kind) {
    case 'radius': {
      const { centre, metres } = scope;
      return `_geoRadius(${centre.lat}, ${centre.lng}, ${metres + EDGE_METRES})`;
    }
    case 'box':
      return `_geoBoundingBox([${scope.north}, ${scope.east}], [${scope.south}, ${scope.west}])`;
    case 'area':
      return all('onSite = true', oneOf(`keywords.${scope.field}`, scope.values));
  }
}

function join(filters: readonly string[], by: string): string | undefined {
  return filters.length < 2 ? filters[0] : filters.map((filter) => `(${filter})`).join(by);
}
