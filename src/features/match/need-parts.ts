import { countBits } from './code-bits.js';
import { isFullOrUnknown, type Part, UNKNOWN } from './part.js';
import { quoted } from './wording.js';

/** A secondary need is one the offering also caters for, without being made for it. */
const SECONDARY_VALUE = 0.5;

/** The share of the weighted needs that is covered: a primary need in full, a secondary one by half. */
export const needsPart: Part = {
  kind: 'NEEDS',
  weight: 30,

  value(facts, { needs, needWeight }) {
    let covered = 0;
    for (const { bit, weight } of needs) {
      if (facts.primaryNeeds & bit) covered += weight;
      else if (facts.secondaryNeeds & bit) covered += weight * SECONDARY_VALUE;
    }
    return covered / needWeight;
  },

  /** Each of them is catered for. */
  holds(facts, { needs }) {
    const cateredFor = facts.primaryNeeds | facts.secondaryNeeds;
    for (const { bit } of needs) if (!(cateredFor & bit)) return false;
    return true;
  },

  sentence(facts, { needs }, { codebook }) {
    const asked = needs.reduce((mask, { bit }) => mask | bit, 0);
    const made = asked & facts.primaryNeeds;
    const also = asked & facts.secondaryNeeds;
    const not = asked & ~(made | also);
    const said = [
      made && `is made for ${quoted(codebook.needs.labels(made))}`,
      also && `also caters for ${quoted(codebook.needs.labels(also))}`,
      not && `does not list ${quoted(codebook.needs.labels(not))}`,
    ].filter(Boolean);
    return `It ${said.join(', and ')}.`;
  },

  miss: {
    /** Worth a mention when some of the needs are catered for. */
    off: (facts, question) => (needsPart.value(facts, question) > 0 ? 0 : Number.POSITIVE_INFINITY),
    sentence: (count) => `${count} more if only some of the needs had to be catered for.`,
  },
};

/** The share of the circumstances that it says it caters for. */
export const circumstancesPart: Part = {
  kind: 'CIRCUMSTANCES',
  weight: 10,

  value(facts, { circumstances }) {
    if (facts.circumstances === 0) return UNKNOWN;
    return countBits(facts.circumstances & circumstances) / countBits(circumstances);
  },

  holds: (facts, question) => isFullOrUnknown(circumstancesPart.value(facts, question)),

  sentence(facts, { circumstances }, { codebook }) {
    const labels = (mask: number) => quoted(codebook.circumstances.labels(mask));
    if (facts.circumstances === 0) return 'It does not say which circumstances it caters for.';
    const met = circumstances & facts.circumstances;
    const not = circumstances & ~facts.circumstances;
    if (not === 0) return `It caters for ${labels(met)}.`;
    if (met === 0) return `It caters for other circumstances, and does not list ${labels(not)}.`;
    return `It caters for ${labels(met)}, and does not list ${labels(not)}.`;
  },

  miss: {
    off: () => 0,
    sentence: (count) => `${count} more if not all of the circumstances had to be listed.`,
  },
};
