import { writeFileSync } from 'node:fs';
import type { TestHub } from '../../support/hub.js';
import { engines } from '../engines.js';
import { figuresOf, type Score, scoreOf, tableOf } from './figures.js';
import { type Half, halves, questionsOf } from './question.js';

/** Where to write each question of the halves that may be read with wrong results. Nothing is ever written of the others. */
const READABLE: readonly Half[] = ['seen', 'third-open'];
const FAILURES = process.env.SENTENCES_FAILURES;

/** What each half must reach at least: a little under what it reached on 30 November 2026. Only ever raise these. */
const FLOORS = {
  seen: { first: 0.82, recall: 0.9, understood: 0.97, empty: 0.01, signposts: 0.9 },
  unseen: { first: 0.72, recall: 0.79, understood: 0.9, empty: 0.03, signposts: 0.7 },
  'third-open': { first: 0.79, recall: 0.79, understood: 0.97, empty: 0.01, signposts: 0.9 },
  'third-kept': { first: 0.81, recall: 0.72, understood: 0.9, empty: 0.01, signposts: 0.8 },
} as const;

describe.each(engines.filter(({ missing }) => missing === null))('sentences on $name', (engine) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await engine.start();
  });
  afterAll(() => hub.stop());

  it.each(halves)('find what belongs: the %s half', async (half) => {
    const school = await hub.as('school');
    const scores: Score[] = [];
    for (const question of questionsOf(half)) scores.push(await scoreOf(school, question));
    const { first, recall, understood, empty } = figuresOf(scores);
    const crisis = scores.filter(({ question }) => question.signpost);
    const signposts = crisis.filter(({ hasSignpost }) => hasSignpost).length / crisis.length;
    const figures = `signposts ${(signposts * 100).toFixed(0)} % of ${crisis.length}`;
    console.info(`${engine.name}, ${half} half\n${tableOf(scores)}\n${figures}`);
    if (FAILURES && READABLE.includes(half))
      writeFileSync(`${FAILURES}-${half}`, scores.map(inWords).join(''));
    const floors = FLOORS[half];
    expect(first).toBeGreaterThanOrEqual(floors.first);
    expect(recall).toBeGreaterThanOrEqual(floors.recall);
    expect(understood).toBeGreaterThanOrEqual(floors.understood);
    expect(empty).toBeLessThanOrEqual(floors.empty);
    expect(signposts).toBeGreaterThanOrEqual(floors.signposts);
  });
});

function inWords({ question, found, isFirstRight, recall, missed, hasSignpost }: Score): string {
  const isHelped = !question.signpost || hasSignpost;
  if (isFirstRight !== false && (recall ?? 1) > 0.99 && missed.length === 0 && isHelped) return '';
  const belongs: readonly string[] = question.belongs ?? question.best ?? [];
  const ten = found.slice(0, 10);
  return [
    `\n[${question.kind}] ${question.text || JSON.stringify(question.filter)}`,
    `  first ${isFirstRight}, recall ${recall}, missed ${missed.join(', ')}, signpost ${hasSignpost}`,
    `  best: ${(question.best ?? []).slice(0, 3).join(' | ')}`,
    ...ten.map((name) => `    ${belongs.includes(name) ? '+' : ' '} ${name}`),
    `  absent: ${belongs.filter((name) => !ten.includes(name)).join(' | ')}\n`,
  ].join('\n');
}
