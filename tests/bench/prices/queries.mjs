import { mistype } from '../data/mistype.mjs';
import { Random } from '../data/random.mjs';

const ERRORS = 'userErrors { code message }';
const HIT = 'offering { id title } provider { name } site { name }';
const MATCH = `offering { id title } provider { name } site { name } score`;
const PROFILE = '$profile: MatchProfile!';

const SENTENCES = [
  'autistic boy who will not go to school and likes animals',
  'somewhere for a girl with anxiety who was permanently excluded, part time, tier 2',
  'pregnant, looking for english and maths with childcare',
  'dyslexia and adhd',
];

/**
 * Documents that reach every query and what is dear below: `prices` names the field whose price they decide, `variables` those
 * of the nth time. Each is sent as an administrator, who can read the most.
 */
export function queryCases({ ids, atlas, tables }) {
  const random = new Random(5);
  const of = (list) => (n) => list[n % list.length];
  const [provider, offering] = [of(ids.providers), of(ids.offerings)];
  const changed = of(ids.changedProviders);
  const [council, district] = [of(atlas.councils), of(atlas.districts)];
  const place = (n) => {
    const { latitude, longitude } = of(tables.site)(n * 7);
    return { place: { point: { latitude, longitude } }, within: { km: 25 } };
  };
  const profile = (n) => ({
    near: place(n),
    needs: [{ code: 'SEMH' }, { code: 'ASD', weight: 2 }],
    yearGroup: 8 + (n % 3),
    daysPerWeek: 3,
    tier: 'TIER_2',
  });
  const typed = Array.from({ length: 200 }, () =>
    mistype(random, random.pick(tables.provider).name.toLowerCase()),
  );
  const at = new Date(Date.now() - 3_600_000).toISOString();
  /** A page of the usual size, and the least that can be asked of a list. */
  const list = (name, fields) => [
    { prices: `Query.${name}`, document: `{ ${name} { nodes { ${fields} } } }` },
    { prices: `Query.${name}`, document: `{ ${name}(first: 1) { pageInfo { hasNextPage } } }` },
  ];
  const counted = (name, type, filter = '', declared = '', variables) => ({
    prices: `${type}Connection.totalCount`,
    document: `query ${declared} { ${name}(first: 1${filter}) { totalCount } }`,
    ...(variables && { variables }),
  });

  return [
    { prices: 'Query.__typename', document: '{ __typename }' },
    {
      prices: 'Query.__type',
      document: '{ __type(name: "Offering") { name kind fields { name type { name kind } } } }',
    },
    { prices: 'Query.__schema', document: introspection },
    ...list('apiClients', 'id name role keys { id }'),
    counted('apiClients', 'ApiClient'),
    { prices: 'Query.codeList', document: '{ codeList(name: NEEDS) { code label description } }' },
    {
      prices: 'Query.compare',
      document: `query($offerings: [ID!]!, ${PROFILE}) { compare(offerings: $offerings, profile: $profile) { matches { ${MATCH} } ${ERRORS} } }`,
      variables: (n) => ({ offerings: [offering(n)], profile: profile(n) }),
    },
    {
      prices: 'Query.compare.offerings',
      document: `query($offerings: [ID!]!, ${PROFILE}) { compare(offerings: $offerings, profile: $profile) { matches { ${MATCH} } ${ERRORS} } }`,
      variables: (n) => ({
        offerings: [0, 1, 2, 3, 4, 5].map((more) => offering(n * 6 + more)),
        profile: profile(n),
      }),
    },
    {
      prices: 'Comparison.rows',
      document: `query($offerings: [ID!]!, ${PROFILE}) { compare(offerings: $offerings, profile: $profile) { rows { kind cells { sentence } } ${ERRORS} } }`,
      variables: (n) => ({
        offerings: [0, 1, 2, 3, 4, 5].map((more) => offering(n * 6 + more)),
        profile: profile(n),
      }),
    },
    { prices: 'Query.concepts', document: '{ concepts { key label phrases } }' },
    { prices: 'Query.signposts', document: '{ signposts { key label sentence telephone } }' },
    {
      prices: 'Query.decayRules',
      document: '{ decayRules { confirmedForDays ageingFromShare longestDays } }',
    },
    {
      prices: 'Query.localAuthority',
      document: 'query($at: String!) { localAuthority(code: $at) { name referralContact { team } } }',
      variables: (n) => ({ at: council(n) }),
    },
    { prices: 'Query.districts', document: '{ districts { code name } }' },
    {
      prices: 'District.localAuthority',
      document: '{ districts { code name localAuthority { code name } } }',
    },
    {
      prices: 'Query.duplicateCandidates',
      document:
        'query($provider: ID!) { duplicateCandidates(provider: $provider) { provider { id name } strength } }',
      variables: (n) => ({ provider: provider(n) }),
    },
    ...list('duplicates', 'id first { name } second { name } strength'),
    counted('duplicates', 'DuplicatePair'),
    ...list('chasingDue', 'provider { name } vacanciesDue timesChased reach'),
    counted('chasingDue', 'ChasingDue'),
    {
      prices: 'Query.chasingRules',
      document: '{ chasingRules { firstAfterDays thenEveryDays stopAfter validFrom } }',
    },
    ...list('evidence', 'id version state expiresOn'),
    { prices: 'Evidence.provider', document: '{ evidence { nodes { id provider { name } } } }' },
    counted('evidence', 'Evidence'),
    {
      prices: 'Query.evidenceKinds',
      document:
        'query($at: String!) { evidenceKinds(localAuthority: $at) { kind { code } listingsAffected } }',
      variables: (n) => ({ at: council(n) }),
    },
    {
      prices: 'Query.history',
      document: 'query($id: ID!) { history(id: $id) { nodes { at actor action changes { field } } } }',
      variables: (n) => ({ id: changed(n) }),
    },
    {
      prices: 'Query.history.withParts',
      document:
        'query($id: ID!) { history(id: $id, withParts: true) { nodes { at actor action changes { field } } } }',
      variables: (n) => ({ id: changed(n) }),
    },
    {
      prices: 'HistoryEventConnection.totalCount',
      document: 'query($id: ID!) { history(id: $id, withParts: true, first: 1) { totalCount } }',
      variables: (n) => ({ id: changed(n) }),
    },
    ...list('inspections', 'id inspectedOn version safeguarding'),
    counted('inspections', 'Inspection'),
    {
      prices: 'Query.match',
      document: `query(${PROFILE}) { match(profile: $profile) { totalCount matches { ${MATCH} } ${ERRORS} } }`,
      variables: (n) => ({ profile: profile(n) }),
    },
    {
      prices: 'Query.match',
      document: `query(${PROFILE}) { match(profile: $profile, first: 1) { totalCount ${ERRORS} } }`,
      variables: (n) => ({ profile: profile(n) }),
    },
    {
      prices: 'Query.match',
      document: `query(${PROFILE}) { match(profile: $profile, first: 1) { totalCount ${ERRORS} } }`,
      variables: () => ({ profile: { needs: [{ code: 'SEMH' }] } }),
    },
    {
      prices: 'Query.matchText',
      document: `query($text: String!) { matchText(text: $text) { profile { needs { code } circumstances } chips { said sentence } leftOut ${ERRORS} } }`,
      variables: (n) => ({ text: SENTENCES[n % SENTENCES.length] }),
    },
    {
      prices: 'MatchResults.nearMisses',
      document: `query(${PROFILE}) { match(profile: $profile, first: 1) { nearMisses { sentence } ${ERRORS} } }`,
      variables: (n) => ({ profile: { ...profile(n), hard: ['NEEDS', 'DISTANCE'] } }),
    },
    {
      prices: 'Match.parts',
      document: `query(${PROFILE}) { match(profile: $profile) { matches { parts { kind sentence } } ${ERRORS} } }`,
      variables: (n) => ({ profile: profile(n) }),
    },
    {
      prices: 'Match.listingSentence',
      document: `query(${PROFILE}) { match(profile: $profile) { matches { listingSentence } ${ERRORS} } }`,
      variables: (n) => ({ profile: profile(n) }),
    },
    {
      prices: 'Query.node',
      document: 'query($id: ID!) { node(id: $id) { id } }',
      variables: (n) => ({ id: offering(n) }),
    },
    {
      prices: 'Query.nodes',
      document: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      variables: (n) => ({ ids: [offering(n)] }),
    },
    {
      prices: 'Query.nodes.ids',
      document: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      variables: (n) => ({ ids: Array.from({ length: 50 }, (_, more) => offering(n * 50 + more)) }),
    },
    {
      prices: 'Query.offeringAsOf',
      document:
        'query($id: ID!, $at: DateTime!) { offeringAsOf(id: $id, at: $at) { existed record { fields { field } } } }',
      variables: (n) => ({ id: offering(n), at }),
    },
    ...list('offerings', 'id title'),
    {
      prices: 'Query.offerings.filter',
      document: '{ offerings(first: 1, filter: { tier: { anyOf: ["TIER_3"] } }) { nodes { id } } }',
    },
    counted('offerings', 'Offering'),
    counted('offerings', 'Offering', ', filter: { tier: { anyOf: ["TIER_1", "TIER_3"] } }'),
    counted(
      'offerings',
      'Offering',
      ', filter: { provider: { anyOf: [$provider] } }',
      '($provider: ID!)',
      (n) => ({
        provider: provider(n),
      }),
    ),
    {
      prices: 'Offering.vacancies',
      document: '{ offerings { nodes { id vacancies { availableFrom placesBand } } } }',
    },
    {
      prices: 'Offering.sites',
      document: '{ offerings { nodes { id sites(first: 1) { nodes { name } } } } }',
    },
    {
      prices: 'Query.place',
      document: 'query($name: String!) { place(by: { name: $name }) { label latitude longitude } }',
      variables: (n) => ({ name: of(atlas.names)(n) }),
    },
    {
      prices: 'Query.place',
      document: 'query($point: PointInput!) { place(by: { point: $point }) { label district { name } } }',
      variables: (n) => ({ point: place(n).place.point }),
    },
    { prices: 'Query.planningAreas', document: '{ planningAreas { id name } }' },
    { prices: 'PlanningArea.districts', document: '{ planningAreas { id name districts { code } } }' },
    {
      prices: 'Query.provenance',
      document: 'query($id: ID!) { provenance(id: $id) { field source observedAt } }',
      variables: (n) => ({ id: changed(n) }),
    },
    {
      prices: 'Query.provider',
      document: 'query($id: ID!) { provider(by: { id: $id }) { id name } }',
      variables: (n) => ({ id: provider(n) }),
    },
    {
      prices: 'Query.provider',
      document: 'query($number: String!) { provider(by: { companyNumber: $number }) { id name } }',
      variables: (n) => ({ number: of(tables.provider)(n).company_number }),
    },
    {
      prices: 'Provider.sites',
      document:
        'query($id: ID!) { provider(by: { id: $id }) { sites { totalCount nodes { name offerings { totalCount nodes { title } } } } } }',
      variables: (n) => ({ id: provider(n) }),
    },
    {
      prices: 'Query.providerAsOf',
      document:
        'query($id: ID!, $at: DateTime!) { providerAsOf(id: $id, at: $at) { existed record { fields { field } } } }',
      variables: (n) => ({ id: provider(n), at }),
    },
    {
      prices: 'EntryAsOf.parts',
      document:
        'query($id: ID!, $at: DateTime!) { providerAsOf(id: $id, at: $at) { existed parts { nodes { fields { field } } } } }',
      variables: (n) => ({ id: provider(n), at }),
    },
    ...list('providers', 'id name'),
    counted('providers', 'Provider'),
    counted(
      'providers',
      'Provider',
      ', filter: { localAuthority: { anyOf: [$at] }, settingType: { anyOf: ["PRU", "NFE"] } }',
      '($at: String!)',
      (n) => ({ at: council(n) }),
    ),
    { prices: 'Query.qualityFrameworks', document: '{ qualityFrameworks { id title } }' },
    {
      prices: 'QualityFramework.principles',
      document: '{ qualityFrameworks { id principles { number title } } }',
    },
    {
      prices: 'Query.qualityReview',
      document: 'query($id: ID!) { qualityReview(id: $id) { id state dueOn } }',
      variables: (n) => ({ id: of(ids.reviews)(n) }),
    },
    ...list('qualityReviews', 'id state dueOn'),
    {
      prices: 'QualityReview.findings',
      document: '{ qualityReviews { nodes { id findings { note } actions { what } framework { title } } } }',
    },
    counted('qualityReviews', 'QualityReview'),
    ...list('register', 'kind name state'),
    {
      prices: 'Query.register.filter',
      document: '{ register(filter: { text: "qqqq" }) { nodes { entryId } } }',
    },
    {
      prices: 'Query.register.filter',
      document:
        '{ register(filter: { quality: { evidenceExpiresWithinDays: 0 } }, sort: UPDATED_AT_DESC) { nodes { entryId } } }',
    },
    {
      prices: 'Query.register.filter',
      document: '{ register(filter: { vacancyFreshness: [STALE] }) { nodes { entryId } } }',
    },
    { prices: 'RegisterEntry.lastStep', document: '{ register { nodes { lastStep { at } } } }' },
    { prices: 'RegisterEntry.steps', document: '{ register { nodes { steps } } }' },
    {
      prices: 'RegisterEntry.provider',
      document: '{ register { nodes { provider { name } offering { title } site { name } } } }',
    },
    counted('register', 'RegisterEntry'),
    counted(
      'register',
      'RegisterEntry',
      ', filter: { localAuthority: { anyOf: [$at] }, state: [LISTED] }',
      '($at: String!)',
      (n) => ({ at: council(n) }),
    ),
    counted('register', 'RegisterEntry', ', filter: { text: "forge" }'),
    counted('register', 'RegisterEntry', ', filter: { quality: { evidenceState: [ATTESTED] } }'),
    { prices: 'Query.registerAsOf', document: `{ registerAsOf(at: "${at}") { nodes { recordId name } } }` },
    counted('registerAsOf', 'RecordAsOf', `, at: "${at}"`),
    {
      prices: 'Query.registerEntry',
      document: 'query($id: ID!) { registerEntry(id: $id) { entryId name state } }',
      variables: (n) => ({ id: provider(n) }),
    },
    { prices: 'Query.registerKnownSince', document: '{ registerKnownSince }' },
    {
      prices: 'Query.registerOverview',
      document: 'query($at: String!) { registerOverview(localAuthority: $at) { localAuthority { name } } }',
      variables: (n) => ({ at: council(n) }),
    },
    {
      prices: 'RegisterOverview.states',
      document:
        'query($at: String!) { registerOverview(localAuthority: $at) { states { count } vacancies { stale } openChangeRequests } }',
      variables: (n) => ({ at: council(n) }),
    },
    {
      prices: 'RegisterOverview.quality',
      document:
        'query($at: String!) { registerOverview(localAuthority: $at) { quality { listingsAffected thresholdAdvice { providers } } } }',
      variables: (n) => ({ at: council(n) }),
    },
    {
      prices: 'RegisterOverview.reviewReasons',
      document:
        'query($at: String!) { registerOverview(localAuthority: $at) { reviewReasons { reason providers } } }',
      variables: (n) => ({ at: council(n) }),
    },
    {
      prices: 'Query.school',
      document: '{ school(by: { urn: "100000" }) { name status } }',
    },
    ...list('imports', 'id kind counts { count }'),
    counted('imports', 'Import'),
    {
      prices: 'Query.importRows',
      document: 'query($id: ID!) { importRows(import: $id, outcome: ADDED) { nodes { key detail } } }',
      variables: () => ({ id: 'imp_AAAAAAAAAAAAAAAAAAAAAA' }),
    },
    { prices: 'Query.importSources', document: '{ importSources { kind ageDays } }' },
    {
      prices: 'Query.search',
      document: `query($near: NearInput!) { search(near: $near) { totalCount nodes { distanceMetres ${HIT} } ${ERRORS} } }`,
      variables: (n) => ({ near: place(n) }),
    },
    {
      prices: 'Query.search.text',
      document: `query($text: String!) { search(text: $text, first: 1) { totalCount ${ERRORS} } }`,
      variables: (n) => ({ text: of(typed)(n) }),
    },
    {
      prices: 'Query.search.text',
      document: `query($text: String!) { search(text: $text, first: 1) { totalCount ${ERRORS} } }`,
      variables: (n) => ({ text: `${of(typed)(n)} ${of(typed)(n + 1)} ${of(typed)(n + 2)}` }),
    },
    { prices: 'Query.search', document: `{ search(sort: NAME, first: 1) { totalCount ${ERRORS} } }` },
    {
      prices: 'SearchResults.facets',
      document: `{ search(first: 1, facets: { fields: [${FACETS}], mode: DISJUNCTIVE }) { facets { name values { value count } } ${ERRORS} } }`,
    },
    {
      prices: 'SearchResults.wider',
      document: `query($near: NearInput!) { search(near: $near, filter: { tier: { anyOf: ["TIER_1"] }, needs: { allOf: ["MSI", "HI", "VI", "PD"] } }) { wider { radiusMetres } ${ERRORS} } }`,
      variables: (n) => ({ near: place(n) }),
    },
    {
      prices: 'SearchHitConnection.nearMisses',
      document: `query($near: NearInput!) { search(near: $near, filter: { yearGroup: 9, tier: { anyOf: ["TIER_1"] }, needs: { allOf: ["MSI", "HI", "VI", "PD"] } }) { nearMisses { sentence } ${ERRORS} } }`,
      variables: (n) => ({ near: place(n) }),
    },
    {
      prices: 'SearchHit.matchedBecause',
      document: `query($near: NearInput!, $text: String!) { search(near: $near, text: $text) { nodes { matchedBecause { sentence } } ${ERRORS} } }`,
      variables: (n) => ({ near: place(n), text: 'anxious' }),
    },
    {
      prices: 'SearchHit.nextVacancy',
      document: `query($near: NearInput!) { search(near: $near) { nodes { nextVacancy { availableFrom placesBand } } ${ERRORS} } }`,
      variables: (n) => ({ near: place(n) }),
    },
    {
      prices: 'Query.selfAssessments',
      document:
        'query($provider: ID!) { selfAssessments(provider: $provider) { id state ratings { rating } } }',
      variables: (n) => ({ provider: provider(n) }),
    },
    ...list('placeHolds', 'id places until'),
    counted('placeHolds', 'PlaceHold'),
    ...list('sites', 'id name'),
    counted('sites', 'Site'),
    counted('sites', 'Site', ', district: $district', '($district: String!)', (n) => ({
      district: district(n),
    })),
    {
      prices: 'Query.suggest',
      document: `query($text: String!) { suggest(text: $text) { suggestions { label kind detail } ${ERRORS} } }`,
      variables: (n) => ({ text: of(typed)(n).slice(0, 3 + (n % 9)) }),
    },
    {
      prices: 'Query.thresholdAdvice',
      document: 'query($provider: ID!) { thresholdAdvice(provider: $provider) { level reasons } }',
      variables: (n) => ({ provider: provider(n) }),
    },
    ...list('vacancies', 'id availableFrom placesBand'),
    {
      prices: 'Query.vacancies.filter',
      document:
        '{ vacancies(filter: { open: true, placesAtLeast: 6 }, first: 100) { nodes { id availableFrom } } }',
    },
    {
      prices: 'Query.vacancies.filter',
      document: '{ vacancies(filter: { open: true, placesAtLeast: 200 }) { nodes { id availableFrom } } }',
    },
    counted('vacancies', 'Vacancy'),
    counted('vacancies', 'Vacancy', ', filter: { open: true }'),
    counted(
      'vacancies',
      'Vacancy',
      ', filter: { open: true, localAuthority: { anyOf: [$at] }, placesAtLeast: 3 }',
      '($at: String!)',
      (n) => ({ at: council(n) }),
    ),
  ].map((one) => ({ variables: () => ({}), ...one }));
}

const FACETS =
  'NEEDS, PRIMARY_NEEDS, TIER, DISTRICT, LOCAL_AUTHORITY, SETTING_TYPE, KEY_STAGES, CIRCUMSTANCES, DAYS, DELIVERY_MODES, PLANNING_AREA';

/** What tools send that look at a schema (getIntrospectionQuery of graphql-js). */
const introspection = `query IntrospectionQuery { __schema { queryType { name } mutationType { name } subscriptionType { name }
  types { ...FullType } directives { name description locations args { ...InputValue } } } }
fragment FullType on __Type { kind name description fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }`;
