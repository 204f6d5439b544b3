import { withMarkedPart } from '../marked-part.js';
import type { Feature } from './feature.js';

/**
 * A drawing of features and what each needs (Mermaid), from the bottom up. It leaves out what a feature also reaches
 * through another one.
 */
export function drawFeatures(features: readonly Feature<unknown>[]): string {
  const reached = (one: Feature<unknown>): Set<Feature<unknown>> =>
    new Set(Object.values(one.needs).flatMap((other) => [other, ...reached(other)]));
  const arrows = features.flatMap((one) => {
    const needed = Object.values(one.needs);
    const direct = needed.filter((other) => !needed.some((between) => reached(between).has(other)));
    return direct.length === 0 ? [`  ${one.name}`] : direct.map((other) => `  ${one.name} --> ${other.name}`);
  });
  return ['```mermaid', 'flowchart BT', ...arrows, '```'].join('\n');
}

/**
 * A document with the drawing of features between its two marks.
 * @throws Error if the document has no marks.
 */
export function withDrawing(document: string, features: readonly Feature<unknown>[]): string {
  return withMarkedPart(document, 'features', drawFeatures(features));
}
