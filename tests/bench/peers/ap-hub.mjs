// The hub as a system of the peer bench: node run.mjs --add <this file> --systems postgraphile,mercurius,rest,ap-hub
import { fileURLToPath } from 'node:url';
import { decodeId, encodeId } from '../../../dist/src/platform/graphql/global-id.js';
import { asSchool } from '../data/school-key.mjs';
import { numberOf, uuidOf } from './ids.mjs';

const nearby = `query Nearby($near: NearInput!, $filter: SearchFilter!, $first: Int!) {
  search(near: $near, filter: $filter, first: $first) {
    totalCount
    nodes {
      offering { id title primaryNeeds { code } vacancies { placesAvailable availableFrom } }
      provider { name settingType { code } }
      site { name postcode latitude longitude }
    }
  }
}`;

const byId = `query ById($by: ProviderReference!) {
  provider(by: $by) {
    id name settingType { code }
    sites { nodes {
      id name postcode latitude longitude
      offerings { nodes { id title primaryNeeds { code } vacancies { placesAvailable availableFrom } } }
    } }
  }
}`;

const facets = `query Facets($near: NearInput!, $filter: SearchFilter!) {
  search(near: $near, filter: $filter, facets: { fields: [NEEDS, TIER, DISTRICT], mode: CONJUNCTIVE }, first: 1) {
    facets { name values { value label count } }
  }
}`;

const asked = ({ lat, lng, radiusKm, needs, keyStage, availableBy }) => ({
  near: { place: { point: { latitude: lat, longitude: lng } }, within: { km: radiusKm } },
  filter: {
    needs: { anyOf: needs },
    keyStages: { anyOf: [`KS${keyStage}`] },
    vacancy: { availableBy },
  },
});

const number = (prefix, id) => numberOf(decodeId(prefix, id));
const byNumber = (a, b) => a.id - b.id;
const siteFacts = ({ name, postcode, latitude, longitude }) => ({
  name,
  postcode,
  lat: latitude,
  lng: longitude,
});
const offeringFacts = ({ id, title, primaryNeeds, vacancies }) => ({
  id: number('off', id),
  title,
  needs: primaryNeeds.map(({ code }) => code),
  vacancies: vacancies.map(({ placesAvailable, availableFrom }) => ({ placesAvailable, availableFrom })),
});

function nearbyFacts({ data }) {
  const items = data.search.nodes.map(({ offering, provider, site }) => {
    const { vacancies, ...rest } = offeringFacts(offering);
    const { name, settingType } = provider;
    return { ...rest, provider: { name, type: settingType.code }, site: siteFacts(site), vacancies };
  });
  return { total: data.search.totalCount, items };
}

/** The hub lists sites by name and offerings by title; the bench lists both by number. */
function providerFacts({ data }) {
  const { id, name, settingType, sites } = data.provider;
  return {
    id: number('prv', id),
    name,
    type: settingType.code,
    sites: sites.nodes
      .map((site) => ({
        id: number('sit', site.id),
        ...siteFacts(site),
        offerings: site.offerings.nodes.map(offeringFacts).sort(byNumber),
      }))
      .sort(byNumber),
  };
}

function facetFacts({ data }) {
  const counted = (wanted, said) =>
    data.search.facets
      .find(({ name }) => name === wanted)
      .values.map((entry) => ({ value: said(entry), count: entry.count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return {
    needs: counted('NEEDS', ({ value }) => value),
    tiers: counted('TIER', ({ value }) => value.replace('TIER_', '')),
    districts: counted('DISTRICT', ({ label }) => label),
  };
}

/** What the harness puts in: the Node that all servers run on, the folder of the data. */
const filledIn = (name) => `$\{${name}}`;

export default {
  name: 'ap-hub',
  headers: asSchool,
  start: {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    cmd: [filledIn('node'), 'tests/bench/peers/start.mjs', filledIn('data')],
    // As the others: eight connections, and no log line per request.
    env: { DATABASE_POOL: '8', LOG_LEVEL: 'warn' },
  },
  queries: {
    nearby: {
      query: nearby,
      variables: (question) => ({ ...asked(question), first: question.first }),
      canonical: nearbyFacts,
    },
    byId: {
      query: byId,
      variables: ({ id }) => ({ by: { id: encodeId('prv', uuidOf(id)) } }),
      canonical: providerFacts,
    },
    facets: { query: facets, variables: asked, canonical: facetFacts },
  },
};
