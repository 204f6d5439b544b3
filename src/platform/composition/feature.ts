import type { Command } from 'commander';
import type { ClassType } from 'type-graphql';
import type { Clock } from '../clock.js';
import type { ChangeReader } from '../database/changes/change.js';
import type { ChangeFeed } from '../database/changes/change-feed.js';
import type { Database } from '../database/data-source.js';
import type { DatabasePresence } from '../database/presence.js';
import type { RegisterWriter } from '../database/register-writer.js';
import type { NodeKind } from '../graphql/node.js';
import type { InputFieldAddition } from '../graphql/schema.js';
import type { Route } from '../http/routes.js';
import type { Job } from '../jobs/job.js';
import type { Log } from '../log.js';
import type { Setting } from './setting.js';

/** What every feature is composed on. */
export interface Host {
  readonly database: Database;
  readonly writer: RegisterWriter;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly presence: Pick<DatabasePresence, 'absence'>;
  /** The value that the program sets, or the setting's default. */
  setting<S>(setting: Setting<S>): S;
}

/** A copy of the register that follows the change log. */
export interface Reading {
  readonly reader: ChangeReader;
  /** Readers registered earlier that this one never overtakes. */
  readonly after?: readonly ChangeReader[];
  /**
   * Whether it comes after the lists and caches of all features, so that whatever it leads to is never older than
   * itself.
   */
  readonly afterCaches?: boolean;
  /** Whether its copy outlives processes. Then one process at a time runs it, and no write waits for it. */
  readonly persistent?: boolean;
}

/** What a feature consists of while a hub runs. */
export interface Parts<Gives> {
  /** What later features, the web server and commands may use. */
  readonly gives: Gives;
  /** An instance of each of its resolver classes. */
  readonly resolvers?: readonly object[];
  readonly nodes?: readonly NodeKind[];
  /** Lists in memory that many other copies are built from. They follow first, together. */
  readonly lists?: readonly ChangeReader[];
  /** Copies in memory that cannot fail. The change log is read once for all of them. */
  readonly caches?: readonly ChangeReader[];
  /** Copies that follow the change log at their own pace, in order. */
  readonly readers?: readonly Reading[];
  /** Its routes, apart from the graph. */
  readonly routes?: readonly Route[];
  /** Its jobs, which begin once the hub serves requests. */
  readonly jobs?: readonly Job[];
  /** Called in the order of features, when all copies are up to date. */
  start?(feed: ChangeFeed): Promise<void>;
  /** Called in reverse order, when nothing follows the change log any more. */
  close?(): Promise<void>;
}

/** Features, each by the name that another one uses for it. */
export type Needs = Readonly<Record<string, Feature<unknown>>>;

/** What a feature gets from the features that it needs. */
export type Given<N extends Needs> = {
  readonly [K in keyof N]: N[K] extends Feature<infer Gives> ? Gives : never;
};

/** One capability of the hub, as an object: what is known about it before anything runs, and how it is composed. */
export interface Feature<out Gives> {
  readonly name: string;
  /** Each must be before it in the list of features. */
  readonly needs: Needs;
  /** What it stores. */
  readonly entities: readonly (new () => object)[];
  /** Classes that resolve fields of the graph. */
  readonly resolvers: readonly ClassType[];
  /** Types that are in the graph although no field names them: kinds of nodes. */
  readonly types: readonly object[];
  /** Input types of which exactly one key is given. */
  readonly oneOf: readonly string[];
  /** Fields that it adds to the inputs of earlier features. */
  readonly inputFields: readonly InputFieldAddition[];
  /** Adds its commands for operators. */
  readonly commands: AddCommands;
  compose(host: Host, given: never): Parts<Gives> | Promise<Parts<Gives>>;
}

/**
 * A feature that was composed for a command, with all that it needs. `close` is called once, however the command ends.
 */
export interface Opened<Gives> {
  readonly host: Host;
  readonly given: Gives;
  close(): Promise<void>;
}

/** What commands get to work with. */
export interface Console {
  /** For results and nothing else. */
  readonly out: NodeJS.WritableStream;
  /** For all other output. */
  readonly err: NodeJS.WritableStream;
  /** The value that the command's caller has set, or the setting's default. */
  setting: Host['setting'];
  /** The hub's database alone, with migrations applied. */
  openDatabase(): Promise<Omit<Opened<null>, 'given'>>;
  /** A feature on the hub's database. It does not follow changes and has no search index. */
  open<Gives>(feature: Feature<Gives>): Promise<Opened<Gives>>;
}

/** Adds a feature's commands for operators to the program. A promise: what they need is only imported for them. */
export type AddCommands = (program: Command, console: Console) => void | Promise<void>;

/** Opens the hub's database for code that takes a pool. */
export function poolFrom(open: Console['openDatabase']) {
  return async () => {
    const { host, close } = await open();
    return { pool: host.database.reading, close };
  };
}

/** Creates a feature. `compose` gets what the feature needs, under the same names. */
export function feature<N extends Needs, Gives>(spec: {
  readonly name: string;
  readonly needs: N;
  readonly entities?: readonly (new () => object)[];
  readonly resolvers?: readonly ClassType[];
  readonly types?: readonly object[];
  readonly oneOf?: readonly string[];
  readonly inputFields?: readonly InputFieldAddition[];
  readonly commands?: AddCommands;
  compose(host: Host, given: Given<N>): Parts<Gives> | Promise<Parts<Gives>>;
}): Feature<Gives> {
  return { entities: [], resolvers: [], types: [], oneOf: [], inputFields: [], commands: () => {}, ...spec };
}
