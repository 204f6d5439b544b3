import { countBits } from './code-bits.js';
import type { MatchFacts } from './match-facts.js';
import type { Question } from './question.js';

/**
 * How much of the needs and circumstances asked for an offering is known to lack, and whether it does not say: what decides the
 * order before the score. 0: it lacks nothing, and says so. Smaller is better.
 *
 * A need that it neither is designed for nor also caters for is lacking, and so is a circumstance that it does not list. A
 * circumstance counts 1. A need counts its weight divided by the average weight of the needs asked for, so that needs of equal
 * weight count 1 each. An offering that lists no circumstances at all does not say: this comes after what is known to be met, and
 * before anything lacking. A small whole number. Allocates nothing.
 */
export function lackOf(facts: MatchFacts, { needs, needWeight, circumstances }: Question): number {
  const cateredFor = facts.primaryNeeds | facts.secondaryNeeds;
  let weight = 0;
  for (const need of needs) if (!(cateredFor & need.bit)) weight += need.weight;
  // In units of one average need divided by `needWeight`, so that all are whole numbers.
  const needsLacking = weight * needs.length;
  if (circumstances === 0) return needsLacking * STEP;
  if (facts.circumstances === 0) return needsLacking * STEP + UNSAID;
  const lacking = countBits(circumstances & ~facts.circumstances) * (needWeight || 1);
  return (needsLacking + lacking) * STEP;
}

/** What an offering that does not say is put back by: less than anything lacking. */
const UNSAID = 1;
const STEP = 2;
