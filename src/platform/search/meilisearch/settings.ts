import { createHash } from 'node:crypto';
import type { Settings } from 'meilisearch';
import type { SearchSchema } from '../port.js';

/** More than any register has, so that totals are exact and no facet value is left out. */
const NO_LIMIT = 1_000_000;

/** What Meilisearch must know about the documents. Everything that has a default is set, so that an upgrade changes nothing. */
export function settingsOf(schema: SearchSchema): Settings {
  const byWeight = [...schema.text].sort((a, b) => b.weight - a.weight);
  const keywords = schema.keywords.map((name) => `keywords.${name}`);
  return {
    searchableAttributes: byWeight.map(({ name }) => `text.${name}`),
    filterableAttributes: [
      '_geo',
      ...keywords,
      'numbers',
      'ranges',
      'name',
      'onSite',
      'placed',
      'areasServed',
      'strong',
      'related',
      'availFrom',
    ],
    sortableAttributes: ['_geo', 'order', 'sort', 'numbers', 'availFrom'],
    displayedAttributes: ['id', '_geo', 'onSite', 'availFrom', 'numbers', 'sort', ...keywords],
    rankingRules: [
      'sort',
      'words',
      'typo',
      'proximity',
      'attributeRank',
      'wordPosition',
      'exactness',
      'order:asc',
    ],
    typoTolerance: {
      enabled: true,
      minWordSizeForTypos: { oneTypo: 5, twoTypos: 9 },
      disableOnNumbers: true,
      disableOnWords: [],
      disableOnAttributes: [],
    },
    faceting: { maxValuesPerFacet: NO_LIMIT, sortFacetValuesBy: { '*': 'alpha' } },
    pagination: { maxTotalHits: NO_LIMIT },
    proximityPrecision: 'byWord',
    prefixSearch: 'indexingTime',
    facetSearch: false,
    // A search that is cut off ranks badly without saying so. So this is high, and the hub's own timeout applies.
    searchCutoffMs: 60_000,
    localizedAttributes: [{ attributePatterns: ['*'], locales: ['eng'] }],
    // The hub expands concepts before either engine.
    synonyms: {},
    stopWords: [],
    separatorTokens: [],
    nonSeparatorTokens: [],
    dictionary: [],
    distinctAttribute: null,
  };
}

/** Increase it by hand if documents are stored in another form or with other contents. 2: no hidden position is in them. 3: words are folded more. 4: likely concepts are among the strong ones. 5: words with a hyphen are also in one piece. */
const DOCUMENT_FORM = 5;

/** Identifies the settings and the form of documents. An index built with another value has to be rebuilt. */
export function hashOfIndex(schema: SearchSchema): string {
  return createHash('sha256')
    .update(JSON.stringify([DOCUMENT_FORM, schema, settingsOf(schema)]))
    .digest('hex');
}
