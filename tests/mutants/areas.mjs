import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The test files of a folder with these names. */
const testsOf =
  (folder) =>
  (...names) =>
    names.map((name) => `tests/${folder}/${name}.test.ts`);
const [register, quality, duplicates, provider] = ['register', 'quality', 'duplicates', 'provider'].map(
  testsOf,
);
const [identity, memory, place, search] = ['identity', 'memory', 'place', 'search'].map(testsOf);

/**
 * What is mutated, and by which tests its mutants are to be killed: the rules and services on which answers and permissions rest, and the
 * core of the search engine. Folders end in `/`: all of their files. `hub` is where tests start hubs, on a real Postgres. Each area has
 * the fewest tests that should know of it; of those a mutant is met by the ones that run it, the quickest first.
 */
export const areas = {
  text: {
    mutate: ['edit-distance', 'geo', 'text', 'lower-bound', 'day'].map((name) => `src/platform/${name}.ts`),
    tests: ['edit-distance', 'geo', 'text', 'lower-bound', 'day'].map(
      (name) => `tests/platform/${name}.test.ts`,
    ),
  },
  lookup: {
    mutate: ['src/platform/search/lookup/'],
    tests: ['tests/platform/search/lookup/', 'tests/contract/embedded-parts.test.ts'],
  },
  search: {
    mutate: ['src/platform/search/embedded/'],
    tests: [
      ...['engine', 'explore', 'grid', 'many', 'order', 'parts', 'relevance', 'scores'].map(
        (name) => `tests/contract/embedded-${name}.test.ts`,
      ),
      'tests/contract/free-slots.test.ts',
      'tests/contract/opening-ends.test.ts',
    ],
  },
  match: {
    mutate: ['distance-part', 'fit-parts', 'lack', 'need-parts', 'vacancy-part', 'match.score'].map(
      (name) => `src/features/match/${name}.ts`,
    ),
    tests: ['distance', 'parts', 'properties', 'score', 'table', 'worked'].map(
      (name) => `tests/match/${name}.test.ts`,
    ),
  },
  sentences: {
    mutate: ['sentence', 'sentence-reader', 'sentence-places', 'sentence-years', 'giving-way', 'spans'].map(
      (name) => `src/features/search/${name}.ts`,
    ),
    tests: ['tests/search/understanding/', 'tests/golden/concepts/concepts.test.ts'],
  },
  privacy: {
    mutate: ['screen-text', 'mailbox.rules', 'text.rules'].map((name) => `src/features/privacy/${name}.ts`),
    tests: ['tests/privacy/'],
  },
  advice: {
    mutate: ['src/features/quality/threshold/threshold.rules.ts'],
    tests: quality('grounds'),
  },
  steps: {
    mutate: [
      'src/features/register/entry/steps.ts',
      'src/features/register/entry/editing.rules.ts',
      'src/features/register/entry/field-ownership.ts',
      'src/features/provider/field-owner.rules.ts',
    ],
    tests: [...register('lives'), 'tests/provider/field-owner.test.ts'],
  },
  permissions: {
    mutate: ['permissions', 'actor', 'attribution.rules', 'api-client.rules'].map(
      (name) => `src/features/identity/${name}.ts`,
    ),
    tests: ['tests/identity/actor.test.ts', 'tests/identity/rules.test.ts'],
  },
  'rules of offerings': {
    mutate: ['src/features/offering/offering.rules.ts', 'src/features/offering/price.rules.ts'],
    tests: ['tests/offering/rules.test.ts', 'tests/offering/price-bands.test.ts'],
  },
  'rules of providers': {
    mutate: ['src/features/provider/provider.rules.ts'],
    tests: ['tests/provider/rules.test.ts'],
  },
  'rules of vacancies': {
    mutate: ['src/features/vacancy/vacancy.rules.ts'],
    tests: ['tests/vacancy/rules.test.ts', 'tests/vacancy/bands.test.ts', 'tests/vacancy/fresh.test.ts'],
  },
  'rules of quality': {
    mutate: [
      'evidence/evidence',
      'record/quality',
      'filter/quality-filter',
      'framework/framework',
      'inspection/inspection',
      'review/review',
    ].map((name) => `src/features/quality/${name}.rules.ts`),
    tests: quality('rules'),
  },
  'rules of the register': {
    mutate: [
      'keeping/entry-inputs.rules',
      'keeping/contact.rules',
      'listing/listing-decision.rules',
      'list/register-filter.rules',
    ].map((name) => `src/features/register/${name}.ts`),
    tests: register('rules'),
  },
  'rules of searches': {
    mutate: [
      'src/features/place/place.rules.ts',
      'src/features/search/search.rules.ts',
      'src/features/suggest/suggest.rules.ts',
    ],
    tests: ['tests/search/rules.test.ts'],
  },
  'rules of matches': {
    mutate: ['src/features/match/match.rules.ts'],
    tests: ['tests/match/rules.test.ts'],
  },
  'rules of memory': {
    mutate: ['src/features/memory/memory.rules.ts'],
    tests: ['tests/memory/rules.test.ts'],
  },
  'rules of duplicates': {
    mutate: ['src/features/duplicates/duplicate.rules.ts', 'src/features/duplicates/merge.rules.ts'],
    tests: duplicates('rules'),
  },
  identity: {
    mutate: ['api-client.service', 'person-names.service'].map((name) => `src/features/identity/${name}.ts`),
    tests: identity('keys', 'clients-shown', 'person-names', 'shown-names', 'clients-command'),
    hub: true,
  },
  vacancies: {
    mutate: [
      'src/features/vacancy/vacancy.service.ts',
      'src/features/register/keeping/vacancy-keeper.service.ts',
    ],
    tests: [
      'tests/vacancy/',
      ...register('contacts-and-vacancies', 'vacancy-offerings', 'editing', 'nothing-changes', 'sent-again'),
      ...['tests/vocabulary/entered-codes.test.ts', 'tests/place/school-life.test.ts'],
    ],
    hub: true,
  },
  access: {
    mutate: ['entry-access', 'entry-kinds', 'reference-source'].map(
      (name) => `src/features/register/entry/${name}.ts`,
    ),
    tests: [
      ...register('kinds', 'keeping', 'editing', 'possible-requests', 'external-references', 'said-again'),
      ...register('moved-meanwhile', 'steps', 'nothing-changes', 'contacts-and-vacancies', 'site-places'),
      ...duplicates('merged-entry'),
    ],
    hub: true,
  },
  entries: {
    mutate: ['src/features/register/keeping/entry.service.ts'],
    tests: [
      ...register('keeping', 'editing', 'possible-requests', 'repeated', 'steps', 'entry-warnings'),
      ...register('sent-again'),
    ],
    hub: true,
  },
  contacts: {
    mutate: [
      'src/features/register/keeping/contact.service.ts',
      'src/features/provider/contact-audience.rules.ts',
    ],
    tests: [
      ...register('contacts-and-vacancies', 'contact-removal', 'said-again', 'nothing-changes', 'repeated'),
      ...provider('contact-audiences', 'contacts'),
    ],
    hub: true,
  },
  requests: {
    mutate: ['src/features/register/change-request/change-request.service.ts'],
    tests: [
      ...register('change-requests', 'possible-requests', 'said-again', 'nothing-changes', 'site-places'),
      'tests/provider/address-visibility.test.ts',
    ],
    hub: true,
  },
  upserts: {
    mutate: ['src/features/register/keeping/bulk-upsert.service.ts'],
    tests: register('bulk-upsert', 'external-references', 'sent-again', 'entry-warnings', 'nulls'),
    hub: true,
  },
  listings: {
    mutate: ['listing.service', 'listing-decision.service'].map(
      (name) => `src/features/register/listing/${name}.ts`,
    ),
    tests: [
      ...register('listing-decisions', 'listing-ends', 'list', 'kinds', 'nothing-changes'),
      ...quality('following', 'following-at-once'),
      ...duplicates('evidence-of-merged', 'merge'),
    ],
    hub: true,
  },
  lists: {
    mutate: ['entry-list.service', 'entry-reference.service'].map(
      (name) => `src/features/register/list/${name}.ts`,
    ),
    tests: [
      ...register('list', 'register', 'total-counts', 'external-references', 'read-again'),
      ...quality('filter'),
      ...duplicates('merged-entry'),
    ],
    hub: true,
  },
  evidence: {
    mutate: [
      'src/features/quality/evidence/evidence.service.ts',
      'src/features/quality/evidence/following-listings.service.ts',
      'src/features/quality/evidence/moved-listings.service.ts',
      'src/features/quality/record/held-record.service.ts',
      'src/features/quality/filter/quality-filter.service.ts',
    ],
    tests: [
      ...quality('evidence', 'following', 'following-at-once', 'permissions', 'filter', 'reviews'),
      ...duplicates('evidence-of-merged', 'merged-entry'),
      'tests/exchange/gias-duplicates.test.ts',
    ],
    hub: true,
  },
  reviews: {
    mutate: [
      'src/features/quality/framework/framework.service.ts',
      'src/features/quality/inspection/inspection.service.ts',
      'src/features/quality/review/review.service.ts',
      'src/features/quality/overview/overview.service.ts',
    ],
    tests: [
      ...quality('reviews', 'frameworks', 'inspections', 'permissions', 'overview', 'tally', 'said-where'),
      ...register('nothing-changes', 'repeated'),
    ],
    hub: true,
  },
  duplicates: {
    mutate: [
      'candidate.service',
      'merge-links.service',
      'merge.service',
      'pair.service',
      'split.service',
      'stored-candidates.service',
    ].map((name) => `src/features/duplicates/${name}.ts`),
    tests: [
      ...duplicates(
        'candidates',
        'pairs',
        'merge',
        'merged-entry',
        'split',
        'attached',
        'identity-of-merged',
      ),
      ...duplicates('evidence-of-merged', 'dismissals', 'split-withdrawn'),
      ...['gias-duplicates', 'gias-import'].map((name) => `tests/exchange/${name}.test.ts`),
    ],
    hub: true,
  },
  restore: {
    mutate: ['src/features/memory/restore.service.ts'],
    tests: ['tests/memory/restore.test.ts', ...duplicates('merged-entry')],
    hub: true,
  },
  memory: {
    mutate: ['src/features/memory/memory.service.ts'],
    tests: memory('history', 'as-of', 'entry-as-of', 'exact-instant', 'labelled-values'),
    hub: true,
  },
  providers: {
    mutate: [
      'src/features/provider/provider.service.ts',
      'src/features/provider/provider-lock.service.ts',
      'src/features/provider/external-reference.service.ts',
      'src/features/offering/offering.service.ts',
    ],
    tests: [
      ...provider('input', 'identity', 'nodes', 'visibility', 'lists', 'contact-audiences', 'provider-lock'),
      'tests/offering/',
      'tests/vocabulary/entered-codes.test.ts',
      ...register('external-references', 'keeping', 'nothing-changes', 'said-again', 'list'),
      ...duplicates('split'),
    ],
    hub: true,
  },
  places: {
    mutate: ['src/features/place/place.service.ts', 'src/features/vocabulary/vocabulary.service.ts'],
    tests: [
      ...place('named-places', 'postcodes', 'schools-and-points', 'school-life', 'successions'),
      'tests/vocabulary/',
      ...register('keeping', 'entry-warnings'),
      'tests/search/code-filters.test.ts',
    ],
    hub: true,
  },
  questions: {
    mutate: [
      'src/features/search/search.service.ts',
      'src/features/match/match.service.ts',
      'src/features/suggest/suggest.service.ts',
    ],
    tests: [
      ...search('paging', 'near', 'facets', 'sorts', 'odd-questions', 'text', 'wider', 'open-places'),
      ...search('following'),
      ...['match', 'compare'].map((name) => `tests/match/${name}.test.ts`),
      'tests/suggest/',
    ],
    hub: true,
  },
};

/** The files of a list, folders in full. */
export function filesOf(root, list) {
  return list.flatMap((path) =>
    path.endsWith('/')
      ? readdirSync(join(root, path))
          .filter((name) => (path.startsWith('tests') ? name.endsWith('.test.ts') : name.endsWith('.ts')))
          .map((name) => path + name)
      : [path],
  );
}
