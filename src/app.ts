import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { chasingFeature } from './features/chasing/chasing.feature.js';
import { decayFeature } from './features/decay/decay.feature.js';
import { demonstrationFeature } from './features/demonstration/demonstration.feature.js';
import { duplicatesFeature } from './features/duplicates/duplicates.feature.js';
import { exchangeFeature } from './features/exchange/exchange.feature.js';
import { holdFeature } from './features/hold/hold.feature.js';
import { identityFeature } from './features/identity/identity.feature.js';
import { mailFeature } from './features/mail/mail.feature.js';
import { matchFeature } from './features/match/match.feature.js';
import { memoryFeature } from './features/memory/memory.feature.js';
import { offeringFeature } from './features/offering/offering.feature.js';
import { placeFeature } from './features/place/place.feature.js';
import { privacyFeature } from './features/privacy/privacy.feature.js';
import { providerFeature } from './features/provider/provider.feature.js';
import { qualityFeature } from './features/quality/quality.feature.js';
import { registerFeature } from './features/register/register.feature.js';
import { reorganisationFeature } from './features/reorganisation/reorganisation.feature.js';
import { searchFeature } from './features/search/search.feature.js';
import { signpostFeature } from './features/signpost/signpost.feature.js';
import { suggestFeature } from './features/suggest/suggest.feature.js';
import { vacancyFeature } from './features/vacancy/vacancy.feature.js';
import { vocabularyFeature } from './features/vocabulary/vocabulary.feature.js';
import {
  type Composition,
  closeAll,
  compose,
  entitiesOf,
  follow,
  graphOf,
  jobsOf,
  routesOf,
  startAll,
} from './platform/composition/composition.js';
import type { Feature } from './platform/composition/feature.js';
import { type HostOptions, type OpenHost, openHost } from './platform/composition/host.js';
import type { Route } from './platform/http/routes.js';
import type { JobRunner } from './platform/jobs/job-runner.js';

/** All features of the hub. The order is the architecture: a feature uses those before it, and never a later one. */
export const features = [
  privacyFeature,
  mailFeature,
  vocabularyFeature,
  placeFeature,
  identityFeature,
  signpostFeature,
  providerFeature,
  offeringFeature,
  decayFeature,
  vacancyFeature,
  searchFeature,
  suggestFeature,
  memoryFeature,
  registerFeature,
  holdFeature,
  chasingFeature,
  qualityFeature,
  duplicatesFeature,
  matchFeature,
  exchangeFeature,
  reorganisationFeature,
  demonstrationFeature,
];

/** The hub without its web server: features on a database, and the graph over them. */
export interface Hub extends Pick<Composition, 'of'>, Omit<OpenHost, 'close'> {
  readonly schema: GraphQLSchema;
  /** The features' routes, apart from the graph. */
  readonly routes: readonly Route[];
  /** The features' jobs, which begin when this is started. */
  readonly jobs: JobRunner;
  close(): Promise<void>;
}

/**
 * Puts the hub together. It resolves when the embedded search index has been built and, with a primary search engine,
 * when that one has been checked. The hub starts even if the primary is out of reach. If a step fails, whatever has
 * been opened is closed.
 * @throws Error naming what is missing in a feature, or occurs twice.
 */
export async function createHub(
  options: Omit<HostOptions, 'entities'>,
  all: readonly Feature<unknown>[] = features,
): Promise<Hub> {
  const host = await openHost({ ...options, entities: entitiesOf(all) });
  let composed: Composition | undefined;
  let jobs: JobRunner | undefined;
  const close = async () => {
    await host.presence.close();
    await jobs?.stop();
    await host.feed.close();
    await closeAll(composed?.parts ?? []);
    await host.close();
  };
  try {
    composed = await compose(all, host);
    jobs = jobsOf(host, composed);
    follow(host.feed, composed);
    await host.feed.start();
    await startAll(host.feed, composed);
    host.presence.start();
    const schema = await graphOf(all, composed);
    return { ...host, of: composed.of, schema, routes: routesOf(composed), jobs, close };
  } catch (error) {
    await close();
    throw error;
  }
}
