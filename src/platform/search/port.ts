import type { LatLng } from '../geo.js';
import type { OrderPosition } from './order-position.js';

/**
 * The search port: what the hub needs from a search engine, independent of what is registered and of any engine's syntax.
 *
 * Which fields exist is data (`SearchSchema`), a table in features/search. An engine receives finished,
 * validated documents and queries, never user input. It returns only document ids, and the hub loads the entries.
 */

/** Whole days since 1970-01-01 of the Europe/London calendar date. */
export type EpochDay = number;

/** The searchable fields, by kind. Field names are stable identifiers, `[a-zA-Z][a-zA-Z0-9]*`. */
export interface SearchSchema {
  /** Free-text fields with their weight in relevance (higher counts more). */
  readonly text: readonly { readonly name: string; readonly weight: number }[];
  /** Those of them by which results can be sorted. */
  readonly sortedTexts: readonly string[];
  /** Multi-valued keywords: exact, case-sensitive, filterable and facetable. */
  readonly keywords: readonly string[];
  /**
   * Those keywords by which results can be grouped. Each document has exactly one value of each. Documents with the same value of the
   * first one are the same thing at different positions.
   */
  readonly groups: readonly string[];
  /** Single numbers, or null if unknown. */
  readonly numbers: readonly string[];
  /** Inclusive integer ranges, or null if unknown. A query asks whether a value is inside. */
  readonly ranges: readonly string[];
}

/** Places that are open together. The projection leaves out stale and closed ones. */
export interface Opening {
  readonly places: number;
  readonly fromDay: EpochDay;
  /** Inclusive range of the numbered groups that it takes, such as age groups. */
  readonly minGroup: number;
  readonly maxGroup: number;
  /** The instant (milliseconds since 1970) from which it no longer counts. Absent: unknown. */
  readonly until?: number;
}

/** What a search finds: one thing at one position. */
export interface SearchDocument {
  /** `[A-Za-z0-9_-]{1,511}` */
  readonly id: string;
  readonly text: Readonly<Record<string, string>>;
  readonly keywords: Readonly<Record<string, readonly string[]>>;
  readonly numbers: Readonly<Record<string, number | null>>;
  readonly ranges: Readonly<Record<string, readonly [number, number] | null>>;
  /** Where it is; null if unknown. Counts for radius, box and distances only if `onSite`. */
  readonly position: LatLng | null;
  /** True if people travel to its position, so that a scope and distances apply to it. */
  readonly onSite: boolean;
  /** Opaque area tokens reached by outreach or online delivery, at any distance. */
  readonly areasServed: readonly string[];
  readonly openings: readonly Opening[];
  /**
   * The document's concepts: `strong` by its codes or words, `related` by a looser link. `likely`: those of `related` that come
   * before the others; an engine that cannot do this may count them as strong.
   */
  readonly concepts: {
    readonly strong: readonly string[];
    readonly related: readonly string[];
    readonly likely?: readonly string[];
  };
}

/** One condition on a field. All conditions must be met. An empty list matches nothing (`noneOf: []` matches all). */
export type Condition =
  | {
      readonly kind: 'anyOf' | 'allOf' | 'noneOf';
      readonly field: string;
      readonly values: readonly string[];
    }
  /** Bounds inclusive. An unknown number or range never matches. */
  | { readonly kind: 'number'; readonly field: string; readonly gte?: number; readonly lte?: number }
  | { readonly kind: 'within'; readonly field: string; readonly value: number }
  /** At least `places` places on a single opening by `byDay` (and, if given, open to one of the groups). */
  | {
      readonly kind: 'opening';
      readonly places: number;
      readonly byDay: EpochDay;
      readonly groups?: readonly number[];
    };

/** Where to look. A document matches by position (if `onSite`) OR by sharing one of `areas` with `areasServed`. */
export type Scope =
  /** The edge is inclusive. An engine may include a micrometre more. */
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
  /** On-site documents match if keyword `field` has one of `values`. */
  | {
      readonly kind: 'area';
      readonly field: string;
      readonly values: readonly string[];
      readonly areas: readonly string[];
    };

export type Sort =
  /**
   * Text and concept relevance. Documents without a query come by id. With `nearest`, documents that are about equally relevant
   * come by their distance from there; an engine that cannot do this may ignore it.
   */
  | { readonly by: 'relevance'; readonly nearest?: LatLng }
  /** Nearest first. Documents without a `distanceMetres` come after those with one, by id. */
  | { readonly by: 'distance'; readonly from: LatLng }
  /** Earliest day with at least `places` open on one opening (and, if given, open to one of the groups); never = last. */
  | { readonly by: 'opening'; readonly places: number; readonly groups?: readonly number[] }
  /** A number field ascending; unknown = last. */
  | { readonly by: 'number'; readonly field: string }
  /** A sorted text field by its folded form (lower case, no accents), ascending. An engine may stop at 64 characters. */
  | { readonly by: 'text'; readonly field: string };

/** A word that must match, already folded. */
export interface QueryWord {
  readonly text: string;
  /** Letter by letter: no typos, and not as a prefix. */
  readonly exact?: boolean;
  /** For an exact word: other words that count as it, letter by letter. An engine that cannot do this allows for typos instead. */
  readonly forms?: readonly string[];
}

export interface SearchQuery {
  /** Words that must all match (typo-tolerant unless exact, the last one also as a prefix). Limited to 10. */
  readonly words: readonly QueryWord[];
  /** Concept ids that must all match, strongly or as related. */
  readonly concepts: readonly string[];
  /**
   * The whole question as it was typed, folded, including the words that were replaced by concepts. It never decides what matches,
   * only the order by relevance: a text field that says exactly this comes first (the heaviest such field). Among documents
   * that match equally well, those with more of these words come first. An engine that cannot do this may ignore it.
   * Default: `words`.
   */
  readonly phrase?: readonly string[];
  /**
   * Concept ids that need not match: documents that mean more of them come first. An engine that cannot do this may ignore it.
   */
  readonly preferred?: readonly string[];
  /** Words that need not match: documents with more of them come first. Default: words of `phrase` that are not in `words`. */
  readonly helpful?: readonly string[];
  readonly conditions: readonly Condition[];
  readonly scope?: Scope;
  /**
   * One of the schema's `groups`. Then there is one hit for each of its values, in the order of their best documents, and
   * everything is counted in groups: the total, the page, and the facets, where a value counts the groups with a matching document
   * that has it. The hit is the best document. If distances are measured, it is the nearest of that same thing's documents, as long as
   * it is as good by the sort; by relevance, each counts as that.
   */
  readonly groupBy?: string;
  /** Equal results are always sorted by id ascending. */
  readonly sort: Sort;
  /** `offset + size <= limits.maxWindow`. */
  readonly page: { readonly offset: number; readonly size: number };
  readonly facets?: {
    readonly fields: readonly string[];
    /** Disjunctive: a field's own anyOf conditions do not reduce its counts. */
    readonly mode: 'conjunctive' | 'disjunctive';
  };
  readonly signal?: AbortSignal;
}

export interface EngineHit {
  readonly id: string;
  /**
   * Metres from the sort origin, else from the radius centre, unrounded. Absent without either, for documents off site or
   * without a position, and if reached only by area.
   */
  readonly distanceMetres?: number;
  /** How the scope matched; absent without a scope. SITE wins if both apply. */
  readonly reachedBy?: 'SITE' | 'AREA';
  /**
   * Only if results are grouped: the group's other matching documents, nearest first, then those without a distance; equal ones
   * by id. At most `MOST_OTHERS`.
   */
  readonly others?: readonly Omit<EngineHit, 'others'>[];
}

/** How many other documents of its group a hit names. */
export const MOST_OTHERS = 20;

/** Where a result comes from. */
export interface Provenance {
  readonly engine: string;
  /** Changes with every rebuild, but not with applied batches. The hub refuses a cursor of another generation. */
  readonly generation: string;
  /** The last change of the register that the result reflects (see `ChangeReader`). */
  readonly appliedChange: number;
  /** What is wrong with how the result was found; absent if nothing is. */
  readonly degraded?: readonly Degradation[];
}

/** What is wrong with how a result was found. The result itself is right. */
export type Degradation =
  /** The engine that should have answered could not, or was not trusted, so another one did. */
  | 'ENGINE_FAILOVER'
  /** An earlier result reflected a later state of the register. */
  | 'STALE';

export interface EngineResult {
  readonly hits: readonly EngineHit[];
  /** The place of each hit in the order. Absent by relevance, and from an engine that cannot say. */
  readonly positions?: readonly OrderPosition[];
  readonly total: number;
  /**
   * Counts by field and value. Values with a count of 0 are left out. If results are grouped, an engine that cannot count groups
   * here counts documents. The failover engine takes all counts from the embedded engine, which can.
   */
  readonly facets: Readonly<Record<string, ReadonlyMap<string, number>>>;
  readonly provenance: Provenance;
}

/** The state of an engine. */
export interface EngineStatus {
  readonly ready: boolean;
  readonly generation: string;
  readonly documents: number;
  /** The last change of the register that searches reflect; 0 if none. */
  readonly appliedChange: number;
}

/** A document that an engine could not index, and why, in words that reveal none of its contents. */
export interface Refused {
  readonly id: string;
  readonly reason: string;
}

/** The result of a write. */
export interface Applied {
  /** Documents that were left out, each once. What the index held under their ids stays as it was. */
  readonly refused: readonly Refused[];
}

/** Everything that an index should hold, in batches. If an id is given twice, the last one counts. */
export interface DocumentSource extends AsyncIterable<readonly SearchDocument[]> {
  /** About how many there will be, so that space can be created at the start. */
  about?(): Promise<number>;
  /**
   * The batches after the one whose last document has this id. If a source has this, the next rebuild can continue one that was
   * stopped, provided that every write made in the meantime has gone or will go through `apply`.
   */
  continueAfter?(id: string): AsyncIterable<readonly SearchDocument[]>;
}

/** What a caller who searches needs of an engine. It cannot change what the engine holds. */
export interface SearchAnswerer {
  readonly name: string;
  readonly limits: { readonly maxWindow: number; readonly maxQueryWords: number };
  /** @throws SearchError and nothing else. */
  search(query: SearchQuery): Promise<EngineResult> | EngineResult;
  /**
   * `ready` after the first rebuild. A search throws `not_ready` before that, and whenever the index that would be used
   * is missing or is not the one that was built: an index that was emptied from outside must not pass for the register.
   */
  status(): EngineStatus;
}

/** An engine as its index follower uses it: it can be searched and fed. */
export interface SearchEngine extends SearchAnswerer {
  /** Identifies the index, if there may be several and it outlives the process. */
  readonly index?: string;
  /**
   * Runs a read of the register and the resulting write while no other process does the same for this index,
   * so that older data never overwrites newer data. Absent for an engine that only this process uses.
   */
  exclusively?<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Upserts and deletes. Resolves only when they are visible. All upserts become visible at once, deletes with them or right
   * after. Idempotent. Calls take effect in order, the last one for an id wins, and within a batch deletes win. A document
   * that cannot be indexed is left out and named in the result. It does not hold up the others. `change`: the last change of
   * the register that the batch reflects. If a later one was already applied, `appliedChange` stays as it is.
   * @throws SearchError `not_ready` if the index no longer exists and has to be rebuilt.
   */
  apply(
    batch: { readonly upserts: readonly SearchDocument[]; readonly deletes: readonly string[] },
    change?: number,
  ): Promise<Applied>;
  /**
   * Builds a new generation alongside the live one and switches atomically. In the meantime `apply` reaches both. If the source
   * fails, the live generation stays and the error contains the cause. Documents that cannot be indexed are left out and named
   * in the result. `change`: the last change made before reading of the source began; `closedBy`: no opening of the
   * source ended by this instant.
   */
  rebuild(source: DocumentSource, change?: number, closedBy?: number): Promise<Applied>;
  /**
   * From now on, openings that ended by this instant (milliseconds since 1970) no longer count. If very many have ended, this
   * returns a promise, and they no longer count once it resolves. Absent for an engine that cannot do this: its documents are
   * written again.
   */
  closeOpenings?(now: number): Promise<void> | undefined;
  /**
   * For an index that several processes write to: closes openings that have ended by writing documents again. Runs the work while
   * no other process runs it for this index. The work gets the instant by which all ended openings are closed (-Infinity: unknown).
   * The instant that it returns is stored for all processes. Runs nothing if there is no index to write to.
   */
  closing?(work: (closedBy: number) => Promise<number>): Promise<void>;
  /** The last change reflected by an index that outlives processes, for documents of this form; null: there is none. */
  reflects?(): Promise<number | null>;
  close(): Promise<void>;
}

/** Why an engine could not answer. `invalid_query` is the caller's fault, the others are the engine's. */
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
