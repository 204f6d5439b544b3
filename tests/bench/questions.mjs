import { encodeId } from '../../dist/src/platform/graphql/global-id.js';

/** Largest number of hits on a page that is asked for. */
export const PAGE = 20;

const nearby = `query Nearby($near: NearInput!, $filter: SearchFilter!, $first: Int!) {
  search(near: $near, filter: $filter, first: $first) {
    totalCount
    nodes {
      distanceMetres
      offering { id title primaryNeeds { code } vacancies { placesAvailable availableFrom } }
      provider { name settingType { code } }
      site { name postcode latitude longitude }
    }
    userErrors { code message }
  }
}`;

const provider = `query Provider($by: ProviderReference!) {
  provider(by: $by) {
    id
    name
    settingType { code }
    sites {
      nodes {
        id
        name
        postcode
        latitude
        longitude
        offerings {
          nodes { id title primaryNeeds { code } vacancies { placesAvailable availableFrom } }
        }
      }
    }
  }
}`;

const facets = `query Facets($near: NearInput!, $filter: SearchFilter!) {
  search(near: $near, filter: $filter, facets: { fields: [NEEDS, TIER, DISTRICT], mode: CONJUNCTIVE }, first: 1) {
    totalCount
    facets { name values { value count } }
    userErrors { code message }
  }
}`;

const search = ({ latitude, longitude, km, needs, keyStage, by: availableBy }) => ({
  near: { place: { point: { latitude, longitude } }, within: { km } },
  filter: { needs: { anyOf: needs }, keyStages: { anyOf: [keyStage] }, vacancy: { availableBy } },
});

/** What is asked, by name: the document, and its variables for a question of data/register.mjs. */
export const questions = {
  nearby: { query: nearby, variables: (question) => ({ ...search(question), first: PAGE }) },
  provider: { query: provider, variables: ({ id }) => ({ by: { id: encodeId('prv', id) } }) },
  facets: { query: facets, variables: search },
};
