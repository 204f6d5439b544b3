import type { GraphQLSchema } from 'graphql';
import { getMetadataArgsStorage } from 'typeorm';
import { type ChangeReader, together } from '../database/changes/change.js';
import type { ChangeFeed } from '../database/changes/change-feed.js';
import { poolOf } from '../database/data-source.js';
import { NodeRegistry, NodeResolver } from '../graphql/node.js';
import { buildGraph, type GraphParts } from '../graphql/schema.js';
import type { Route } from '../http/routes.js';
import { JobRepository } from '../jobs/job.repository.js';
import { JobRunner } from '../jobs/job-runner.js';
import type { Feature, Given, Host, Needs, Parts } from './feature.js';
import { Slot } from './slot.js';

type AnyFeature = Feature<unknown>;

/** Features that were composed on a host, in order. */
export interface Composition {
  readonly parts: readonly Parts<unknown>[];
  /**
   * What a feature gives.
   * @throws Error if the feature is not one of these.
   */
  of<Gives>(feature: Feature<Gives>): Gives;
}

/**
 * Composes features in order, each with what the earlier ones give.
 * @throws Error naming the feature, if it needs one that is not before it or if its name occurs twice. Whatever has
 * been composed by then is closed.
 */
export async function compose(features: readonly AnyFeature[], host: Host): Promise<Composition> {
  const made = new Map<AnyFeature, Parts<unknown>>();
  try {
    for (const one of features) {
      if ([...made.keys()].some(({ name }) => name === one.name))
        throw new Error(`There are two features called "${one.name}".`);
      made.set(one, await composeOne(one, host, made));
    }
  } catch (error) {
    await closeAll([...made.values()]);
    throw error;
  }
  return {
    parts: [...made.values()],
    of<Gives>(feature: Feature<Gives>) {
      const parts = made.get(feature);
      if (!parts) throw new Error(`The feature "${feature.name}" is not part of this hub.`);
      return parts.gives as Gives;
    },
  };
}

function composeOne(one: AnyFeature, host: Host, made: ReadonlyMap<AnyFeature, Parts<unknown>>) {
  const given = Object.entries(one.needs).map(([name, needed]) => {
    const parts = made.get(needed);
    if (!parts)
      throw new Error(`The feature "${one.name}" needs "${needed.name}", which is not listed before it.`);
    return [name, parts.gives];
  });
  return one.compose(host, Object.fromEntries(given) as Given<Needs> as never);
}

/**
 * A feature and all that it needs, in the order of a list of features. That is enough to compose it alone, such as for
 * a command.
 */
export function withNeeds(features: readonly AnyFeature[], ...wanted: readonly AnyFeature[]): AnyFeature[] {
  const needed = new Set<AnyFeature>();
  const add = (one: AnyFeature) => {
    if (needed.has(one)) return;
    needed.add(one);
    for (const other of Object.values(one.needs)) add(other);
  };
  for (const one of wanted) add(one);
  return features.filter((one) => needed.has(one));
}

/**
 * Makes the copies of all features follow the change log: the lists together, the caches together, then those that come
 * after both. From then on, slots can no longer be filled.
 */
export function follow(feed: ChangeFeed, { parts }: Composition): void {
  for (const { gives } of parts) sealSlots(gives);
  const readings = parts.flatMap(({ readers = [] }) => readers);
  const caches = together(
    'caches',
    parts.flatMap((part) => part.caches ?? []),
  );
  const lists = listsOf(parts);
  feed.read(lists);
  for (const { reader, after = [], persistent = false } of readings.filter((one) => !one.afterCaches))
    feed.read(reader, { after, persistent });
  feed.read(caches);
  for (const { reader, after = [], persistent = false } of readings.filter((one) => one.afterCaches))
    feed.read(reader, { after: [...after, lists, caches], persistent });
}

/** The lists of these parts as one reader, so that the change log is read once for all of them. */
export function listsOf(parts: Composition['parts']): ChangeReader {
  return together(
    'lists',
    parts.flatMap(({ lists = [] }) => lists),
  );
}

function sealSlots(gives: unknown): void {
  for (const value of Object.values(Object(gives))) if (value instanceof Slot) value.seal();
}

/**
 * The jobs of composed features.
 * @throws Error for two jobs with the same name.
 */
export function jobsOf({ database, clock, log }: Host, { parts }: Composition): JobRunner {
  const jobs = parts.flatMap((part) => part.jobs ?? []);
  return new JobRunner(jobs, new JobRepository(poolOf(database.source)), clock, log);
}

/**
 * The routes of composed features, apart from the graph.
 * @throws Error for two routes at the same place.
 */
export function routesOf({ parts }: Composition): Route[] {
  const routes = new Map<string, Route>();
  for (const route of parts.flatMap((part) => part.routes ?? [])) {
    const place = `${route.method} ${route.path}`;
    if (routes.has(place)) throw new Error(`There are two routes for ${place}.`);
    routes.set(place, route);
  }
  return [...routes.values()];
}

/** Starts each feature, in order. */
export async function startAll(feed: ChangeFeed, { parts }: Composition): Promise<void> {
  for (const part of parts) await part.start?.(feed);
}

/** Closes each part, the last one first. */
export async function closeAll(parts: readonly Parts<unknown>[]): Promise<void> {
  for (const part of [...parts].reverse()) await part.close?.();
}

/**
 * All entities that a program's features store.
 * @throws Error naming an entity that no feature lists.
 */
export function entitiesOf(features: readonly AnyFeature[]): (new () => object)[] {
  const entities = features.flatMap((one) => one.entities);
  for (const { target } of getMetadataArgsStorage().tables) {
    if (typeof target === 'function' && !entities.includes(target as new () => object))
      throw new Error(`${target.name} is an entity, but no feature lists it.`);
  }
  return entities;
}

/** What features add to the graph. It is known without a database. */
export function graphParts(features: readonly AnyFeature[]): GraphParts {
  return {
    resolvers: [NodeResolver, ...features.flatMap(({ resolvers }) => resolvers)],
    types: features.flatMap(({ types }) => types),
    oneOf: features.flatMap(({ oneOf }) => oneOf),
    inputFields: features.flatMap(({ inputFields }) => inputFields),
  };
}

/**
 * The graph of composed features, ready to execute.
 * @throws Error naming a resolver class without an instance, or the prefix that two kinds of nodes share.
 */
export function graphOf(features: readonly AnyFeature[], { parts }: Composition): Promise<GraphQLSchema> {
  const nodes = new NodeRegistry();
  for (const node of parts.flatMap((part) => part.nodes ?? [])) nodes.add(node);
  const instances = parts.flatMap(({ resolvers = [] }) => resolvers);
  return buildGraph(graphParts(features), [new NodeResolver(nodes), ...instances]);
}
