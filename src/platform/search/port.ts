import type { LatLng } from '../geo.js';

/**
 * The search port: what the hub asks of a search engine, free of what is registered and of any engine's syntax.
 *
 * Which fields exist is data (`SearchSchema`); features/search owns that table. An engine receives finished,
 * validated documents and queries, never user input, and answers with document ids only: the hub hydrates them.
 */

/** Whole days since 1970-01-01 of the Europe/London calendar date. */
export type EpochDay = number;

/** The searchable fields, by kind. Field names are stable identifiers, `[a-zA-Z][a-zA-Z0-9]*`. */
export interface SearchSchema {
  /** Free-text fields with their weight in relevance (higher counts more). */
  readonly text: readonly { readonly name: string; readonly weight: number }[];
  /** Those of them that answers may be sorted by. */
  readonly sortedTexts: readonly string[];
  /** Multi-valued keywords: exact, case-sensitive, filterable and facetable. */
  readonly keywords: readonly string[];
  /** Single numbers, or null when unknown. */
  readonly numbers: readonly string[];
  /** Inclusive integer ranges, or null when unknown; a query asks whether a value lies inside. */
  readonly ranges: readonly string[];
}

/** Places that are open together; what is stale or closed has been left out by the projection. */
export interface Opening {
  readonly places: number;
  readonly fromDay: EpochDay;
  /** Inclusive range of the numbered groups that it takes, such as those of an age. */
  readonly minGroup: number;
  readonly maxGroup: number;
  /** The instant (milliseconds since 1970) from which it counts no more; left out: none is known. */
  readonly until?: number;
}

/** What is found: one thing at one position. */
export interface SearchDocument {
  /** `[A-Za-z0-9_-]{1,511}` */
  readonly id: string;
  readonly text: Readonly<Record<string, string>>;
  readonly keywords: Readonly<Record<string, readonly string[]>>;
  readonly numbers: Readonly<Record<string, number | null>>;
  readonly ranges: Readonly<Record<string, readonly [number, number] | null>>;
  /** Where it is; null when unknown. Counts for radius, box and distances only when `onSite`. */
  readonly position: LatLng | null;
  /** True when people travel to its position, so that a scope and distances apply to it. */
  readonly onSite: boolean;
  /** Opaque area tokens reached by outreach or online delivery, whatever the distance. */
  readonly areasServed: readonly string[];
  readonly openings: readonly Opening[];
  /** Concepts the document stands for: `strong` by its codes or words, `related` by a looser link. */
  readonly concepts: { readonly strong: readonly string[]; readonly related: readonly string[] };
}

/** One condition on a field; conditions are ANDed, and an empty list matches nothing (`noneOf: []` matches all). */
export type Condition =
  | {
      readonly kind: 'anyOf' | 'allOf' | 'noneOf';
      readonly field: string;
      readonly values: readonly string[];
    }
  /** Bounds inclusive; an unknown number or range never matches. */
  | { readonly kind: 'number'; readonly field: string; readonly gte?: number; readonly lte?: number }
  | { readonly kind: 'within'; readonly field: string; readonly value: number }
  /** At least `places` places on one and the same opening by `byDay` (and, if given, open to one of the groups). */
  | {
      readonly kind: 'opening';
      readonly places: number;
      readonly byDay: EpochDay;
      readonly groups?: readonly number[];
    };

/** Where to look. A document matches by position (when `onSite`) OR by sharing one of `areas` with `areasServed`. */
export type Scope =
  /** The edge is inclusive; an engine may take a micrometre more. */
  | {
      readonly kind: 'radius';
      readonly centre: LatLng;
      readonly metres: number;
      readonly areas: readonly string[];
    }
  /** Edges inclusive, west <= east. */
  | {
      readonly kind: 'box';
      readonly south: number;
      readonly west: number;
      readonly north: number;
      readonly east: number;
      readonly areas: readonly string[];
    }
  /** On-site documents match when keyword `field` holds one of `values`. */
  | {
      readonly kind: 'area';
      readonly field: string;
      readonly values: readonly string[];
      readonly areas: readonly string[];
    };

export type Sort =
  /** Text and concept relevance; documents without a query come by id. */
  | { readonly by: 'relevance' }
  /** Nearest first; documents without a `distanceMetres` come after those with one, by id. */
  | { readonly by: 'distance'; readonly from: LatLng }
  /** Earliest day with at least `places` open on one opening (and, if given, open to one of the groups); never = last. */
  | { readonly by: 'opening'; readonly places: number; readonly groups?: readonly number[] }
  /** A number field ascending; unknown = last. */
  | { readonly by: 'number'; readonly field: string }
  /** A sorted text field by its folded form (lower case, no accents), ascending; an engine may stop at 64 characters. */
  | { readonly by: 'text'; readonly field: string };

export interface SearchQuery {
  /** Words that must all match (typo-tolerant, the last one also as a prefix); already folded and cut to 10. */
  readonly words: readonly string[];
  /** Concept ids that must all match, strongly or as related. */
  readonly concepts: readonly string[];
  /**
   * The whole question as it was asked, folded, with the words that concepts stand for. It never decides what matches,
   * only the order by relevance: a text field that says exactly this comes first (the heaviest such field), and among
   * what matches alike, what has more of these words. An engine that cannot do so may leave it aside. Default: `words`.
   */
  readonly phrase?: readonly string[];
  readonly conditions: readonly Condition[];
  readonly scope?: Scope;
  /** Ties are always broken by id ascending. */
  readonly sort: Sort;
  /** `offset + size <= limits.maxWindow`. */
  readonly page: { readonly offset: number; readonly size: number };
  readonly facets?: {
    readonly fields: readonly string[];
    /** Disjunctive: a field's own anyOf conditions do not narrow its counts. */
    readonly mode: 'conjunctive' | 'disjunctive';
  };
  readonly signal?: AbortSignal;
}

export interface EngineHit {
  readonly id: string;
  /**
   * Metres from the sort origin, else from the radius centre, unrounded; absent without either, for documents off site or
   * without a position, and when reached by area only.
   */
  readonly distanceMetres?: number;
  /** How the scope matched; absent without a scope. SITE wins when both hold. */
  readonly reachedBy?: 'SITE' | 'AREA';
}

/** Where an answer comes from. */
export interface Provenance {
  readonly engine: string;
  /** Changes with every rebuild, not with applied batches; a cursor of another generation is refused by the hub. */
  readonly generation: string;
  /** The last change of the register that the answer reflects (see `ChangeReader`). */
  readonly appliedChange: number;
  /** What is not as it should be; left out when nothing is. */
  readonly degraded?: readonly Degradation[];
}

/** What is not as it should be about an answer that is right all the same. */
export type Degradation =
  /** The engine that should have answered could not, or was not to be trusted: another one did. */
  | 'ENGINE_FAILOVER'
  /** An earlier answer reflected a later state of the register. */
  | 'STALE';

export interface EngineResult {
  readonly hits: readonly EngineHit[];
  readonly total: number;
  /** Counts by field and value; values with a count of 0 are left out. */
  readonly facets: Readonly<Record<string, ReadonlyMap<string, number>>>;
  readonly provenance: Provenance;
}

/** How an engine stands. */
export interface EngineStatus {
  readonly ready: boolean;
  readonly generation: string;
  readonly documents: number;
  /** The last change of the register that searches reflect; 0 before any. */
  readonly appliedChange: number;
}

/** A document that an engine could not index, and why, in words that say nothing of what is in it. */
export interface Refused {
  readonly id: string;
  readonly reason: string;
}

/** What came of a write. */
export interface Applied {
  /** Left out, each once; what the index held under these ids stays as it was. */
  readonly refused: readonly Refused[];
}

/** Everything an index is to hold, in batches; an id given twice counts as it was given last. */
export interface DocumentSource extends AsyncIterable<readonly SearchDocument[]> {
  /** About how many there will be, so that room can be made at once. */
  about?(): Promise<number>;
  /**
   * The batches after the one whose last document has this id. A source that has it allows a rebuild that was stopped
   * to be continued by the next one, provided that every write made meanwhile has gone or will go through `apply`.
   */
  continueAfter?(id: string): AsyncIterable<readonly SearchDocument[]>;
}

/** What whoever searches needs of an engine: answers, without the power to change what it holds. */
export interface SearchAnswerer {
  readonly name: string;
  readonly limits: { readonly maxWindow: number; readonly maxQueryWords: number };
  /** @throws SearchError and nothing else. */
  search(query: SearchQuery): Promise<EngineResult> | EngineResult;
  /**
   * `ready` from the end of the first rebuild on. A search throws `not_ready` before that, and whenever the index that would
   * answer is missing or not the one that was built: one emptied behind the engine's back must not pass for the register.
   */
  status(): EngineStatus;
}

/** An engine as its index follower sees it: it answers, and is fed. */
export interface SearchEngine extends SearchAnswerer {
  /** Names the index, where there may be several and it outlives the process. */
  readonly index?: string;
  /**
   * Runs a reading of the register and the write that follows from it while no other process does the same for this index,
   * so that what was read earlier never overwrites what was read later. Left out by an engine of this process's own.
   */
  exclusively?<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Upserts and deletes; resolves only when they are visible. All upserts become visible at once, deletes with them or right
   * after. Idempotent; calls take effect in order, the last one for an id wins, and within a batch deletes win. A document
   * that cannot be indexed is left out and named in the answer; it does not hold up the others. `change`: the last change of
   * the register that the batch reflects; an earlier one than already applied changes nothing about `appliedChange`.
   * @throws SearchError `not_ready` when the index is no longer there and has to be rebuilt.
   */
  apply(
    batch: { readonly upserts: readonly SearchDocument[]; readonly deletes: readonly string[] },
    change?: number,
  ): Promise<Applied>;
  /**
   * Builds a new generation beside the live one and switches atomically; `apply` meanwhile reaches both. When the source
   * fails, the live generation stays and the cause is in the error. Documents that cannot be indexed are left out and named
   * in the answer. `change`: the last change that had been made when the source began to be read; `closedBy`: no opening of the
   * source ended by this instant.
   */
  rebuild(source: DocumentSource, change?: number, closedBy?: number): Promise<Applied>;
  /**
   * From now on no opening counts that ended by this instant (milliseconds since 1970); from when the promise resolves, where
   * there is one because very many have. Left out by an engine that cannot tell: its index writes the documents anew.
   */
  closeOpenings?(now: number): Promise<void> | undefined;
  /**
   * Of an index that several processes write to: closes openings that have ended by writing documents anew. Runs the work, given
   * the instant by which all that had ended is closed (-Infinity: unknown), while no other process runs any for this index, and
   * keeps for all of them the instant that it answers. Runs nothing when there is no index to write to.
   */
  closing?(work: (closedBy: number) => Promise<number>): Promise<void>;
  /** The last change that an index reflects which outlives processes, as far as documents of this form go; null: there is none. */
  reflects?(): Promise<number | null>;
  close(): Promise<void>;
}

/** Why an engine could not answer; `invalid_query` is the caller's fault, the others are the engine's. */
export type SearchErrorKind = 'invalid_query' | 'unavailable' | 'timeout' | 'not_ready' | 'internal';

/** The only error an engine throws. */
export class SearchError extends Error {
  override readonly name = 'SearchError';
  constructor(
    readonly kind: SearchErrorKind,
    message: string,
    readonly engine: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
