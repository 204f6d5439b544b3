import type { Feature } from './feature.js';

/**
 * A drawing of features and what each needs (Mermaid), from the bottom up. What a feature reaches through another that it needs is
 * left out.
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

const BEGIN = '<!-- features: written by `npm run schema` -->';
const END = '<!-- end of features -->';

/** A document with the drawing of features between its two marks. @throws Error when it has none. */
export function withDrawing(document: string, features: readonly Feature<unknown>[]): string {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`The marks "${BEGIN}" and "${END}" are missing.`);
  return `${before}${BEGIN}\n\n${drawFeatures(features)}\n\n${END}${after}`;
}
