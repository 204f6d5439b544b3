import { countBits } from './code-bits.js';
import { isFullOrUnknown, type Part, UNKNOWN } from './part.js';
import { listed, quoted } from './wording.js';

/** The value of a need that the offering also caters for, but is not designed for. */
const SECONDARY_VALUE = 0.5;

/** The share of the weighted needs that is covered. A primary need counts in full, a secondary one half. */
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

  /** Whether it caters for each of the needs. */
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
      made && `is designed for ${quoted(codebook.needs.labels(made))}`,
      also && `also caters for ${quoted(codebook.needs.labels(also))}`,
      not && `does not list ${quoted(codebook.needs.labels(not))}`,
    ].filter((phrase) => typeof phrase === 'string');
    return `It ${listed(said)}.`;
  },

  miss: {
    /** Worth mentioning if it caters for some of the needs. */
    off: (facts, question) => (needsPart.value(facts, question) > 0 ? 0 : Number.POSITIVE_INFINITY),
    sentence: (count) => `${count} more would fit if they only had to cater for some of the needs.`,
  },
};

/** The share of the circumstances that it lists. */
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
    if (met === 0) return `It lists other circumstances, but not ${labels(not)}.`;
    return `It caters for ${labels(met)}, but does not list ${labels(not)}.`;
  },

  miss: {
    off: () => 0,
    sentence: (count) => `${count} more would fit if they only had to list some of the circumstances.`,
  },
};
