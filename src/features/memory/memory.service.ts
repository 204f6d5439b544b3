import type { KeyRange, TextKey } from '../../platform/key-range.js';
import type { Actor } from '../identity/actor.js';
import type { PersonNames } from '../identity/person-names.service.js';
import type { AsOfRepository } from './as-of.repository.js';
import {
  type FieldChange,
  type FieldReader,
  isInSight,
  type Row,
  type ShownField,
  type Sight,
} from './field-reader.js';
import type { HistoryRepository, HistoryScope, LoggedChange } from './history.repository.js';
import {
  type FieldSource,
  graphNameOf,
  propertyOf,
  type RecordKind,
  type RecordTable,
  recordRules,
  sourceOf,
  unshownColumns,
} from './memory.rules.js';

/** A change to one record. */
export interface HistoryEvent {
  readonly at: Date;
  readonly actor: string;
  readonly source: FieldSource;
  readonly reason: string | null;
  readonly kind: RecordKind;
  /** Global id. */
  readonly recordId: string;
  readonly action: 'CREATED' | 'CHANGED' | 'REMOVED';
  /** The version after the change; null for a removal or a change of an offering's sites. */
  readonly version: number | null;
  readonly changes: readonly FieldChange[];
  /** Its position in the change log: commit and change. */
  readonly key: readonly [number: number, id: number];
}

/** A record as it was known at one time. */
export interface RecordAsOf {
  readonly kind: RecordKind;
  /** Global id. */
  readonly recordId: string;
  readonly name: string | null;
  readonly version: number;
  readonly fields: readonly ShownField[];
  readonly key: TextKey;
}

/** What was known about an entry at one time. */
export interface EntryAsOf {
  readonly at: Date;
  readonly knownSince: Date | null;
  /** Null if both the entry and `at` are older than the change log. */
  readonly existed: boolean | null;
  readonly record: RecordAsOf | null;
  readonly parts: readonly RecordAsOf[];
}

/** The source of the value of a field. */
export interface Provenance {
  readonly field: string;
  readonly source: FieldSource;
  readonly actor: string;
  readonly reason: string | null;
  readonly observedAt: Date;
}

/** What an actor may see of one record. */
interface View {
  readonly sight: Sight;
  readonly withContacts: boolean;
}

/** The parts that are shown with an entry as it was known. */
const partsOf: Readonly<Partial<Record<RecordTable, readonly RecordTable[]>>> = {
  provider: ['site', 'offering', 'provider_contact'],
  offering: ['vacancy'],
};
const actions = { INSERT: 'CREATED', UPDATE: 'CHANGED', DELETE: 'REMOVED' } as const;

/**
 * What the register knew, when, and from which source. Actors with `history.read` in the local authority of the entry's
 * current (or last) register can read it. The provider it is about can also read it, but sees only what people enter.
 */
export class MemoryService {
  constructor(
    private readonly history: HistoryRepository,
    private readonly past: AsOfRepository,
    private readonly reader: FieldReader,
    private readonly people: Pick<PersonNames, 'shown'>,
  ) {}

  /**
   * The history of a record; null if there is none that the actor may see.
   * @throws Forbidden if the actor cannot see any history.
   */
  async historyOf(actor: Actor, table: RecordTable, id: string, withParts: boolean) {
    const view = await this.view(actor, table, id);
    if (!view) return null;
    const scope: HistoryScope = { table, id, withParts, withContacts: view.withContacts };
    return {
      page: async (range: KeyRange<readonly [number, number]>): Promise<HistoryEvent[]> =>
        (await this.history.page(scope, range)).map((change) => this.event(change, view.sight)),
      count: () => this.history.count(scope),
    };
  }

  /**
   * A provider or offering as it was known at a time, with its parts; null if there is none that the actor may see.
   * @throws Forbidden if the actor cannot see any history.
   */
  async asOf(actor: Actor, table: 'provider' | 'offering', id: string, at: Date): Promise<EntryAsOf | null> {
    const view = await this.view(actor, table, id);
    if (!view) return null;
    const known = await this.past.known(table, id);
    const isBefore = known.since === null || at < known.since;
    if (isBefore && !known.made) {
      return { at, knownSince: known.since, existed: null, record: null, parts: [] };
    }
    const row = await this.past.one(table, id, at);
    const record = row && this.record(table, row, view.sight);
    if (record && table === 'offering') await this.addSites(record, id, at);
    const tables = (partsOf[table] ?? []).filter((part) => part !== 'provider_contact' || view.withContacts);
    const parts = row
      ? await Promise.all(
          tables.map(async (part) =>
            (await this.past.parts(part, id, at)).map((one) => this.record(part, one, view.sight)),
          ),
        )
      : [];
    return { at, knownSince: known.since, existed: row !== null, record, parts: parts.flat() };
  }

  /**
   * The providers in the register, in every state, as they were known at a time, if they then belonged to a local
   * authority in reach. Empty for a time before the change log began.
   * @throws Forbidden without `history.read`.
   */
  async registerAsOf(actor: Actor, at: Date, localAuthority: string | null) {
    actor.require('history.read');
    const began = await this.past.logBegan();
    const isKnown = began !== null && at >= began;
    const reach = actor.within('history.read');
    const codes = reach === 'all' ? null : reach.localAuthorities;
    const asked =
      localAuthority === null ? codes : [localAuthority].filter((code) => codes?.includes(code) ?? true);
    return {
      knownSince: began,
      page: async (range: KeyRange): Promise<RecordAsOf[]> =>
        isKnown
          ? (await this.past.register(at, asked, range)).map((row) =>
              this.record('provider', row, this.sightIn(actor, String(row.local_authority_code))),
            )
          : [],
      count: async () => (isKnown ? this.past.registerCount(at, asked) : 0),
    };
  }

  /** The time the change log began; null if there is none yet. @throws Forbidden without `history.read`. */
  knownSince(actor: Actor): Promise<Date | null> {
    actor.require('history.read');
    return this.past.logBegan();
  }

  /**
   * The source of the value of each field of a record; null if there is none that the actor may see. Fields that have
   * not been written since the change log began are absent.
   * @throws Forbidden if the actor cannot see any history.
   */
  async provenanceOf(actor: Actor, table: RecordTable, id: string): Promise<Provenance[] | null> {
    const view = await this.view(actor, table, id);
    if (!view) return null;
    return (await this.history.lastWritten(table, id)).flatMap(({ column, actor: who, reason, at }) => {
      const property = propertyOf(column);
      if (!isInSight(table, property, view.sight) || unshownColumns.includes(column)) return [];
      const shown = this.people.shown(who);
      return [{ field: graphNameOf(property), source: sourceOf(who), actor: shown, reason, observedAt: at }];
    });
  }

  private async view(actor: Actor, table: RecordTable, id: string): Promise<View | null> {
    if (!actor.may('entry.read')) actor.require('history.read');
    const owner = await this.history.ownerOf(table, id);
    if (!owner) return null;
    if (actor.may('history.read', owner)) {
      const all = actor.may('register.read', owner);
      return { sight: this.sight(actor, all), withContacts: all };
    }
    return actor.may('entry.read', owner) ? { sight: this.sight(actor, false), withContacts: true } : null;
  }

  private sightIn(actor: Actor, localAuthorityCode: string): Sight {
    return this.sight(actor, actor.may('register.read', { localAuthorityCode }));
  }

  private sight(actor: Actor, all: boolean): Sight {
    return { of: all ? 'all' : 'entered', isExact: actor.may('place.exact') };
  }

  private event(change: LoggedChange, sight: Sight): HistoryEvent {
    const { at, actor, reason, operation, versionAfter, number, id } = change;
    const common = {
      at,
      actor: this.people.shown(actor),
      source: sourceOf(actor),
      reason,
      key: [number, id] as const,
    };
    if (change.table === 'offering_site') {
      return {
        ...common,
        kind: 'OFFERING',
        recordId: this.reader.idOf('offering', change.entityId),
        action: 'CHANGED',
        version: null,
        changes: [this.reader.siteChange(String(change.parentId), operation as 'INSERT' | 'DELETE')],
      };
    }
    return {
      ...common,
      kind: recordRules[change.table].kind,
      recordId: this.reader.idOf(change.table, change.entityId),
      action: actions[operation],
      version: versionAfter,
      changes: this.reader.changes(change.table, change.old, change.new, sight),
    };
  }

  private record(table: RecordTable, row: Row, sight: Sight) {
    const { kind, name } = recordRules[table];
    const id = String(row.id);
    return {
      kind,
      recordId: this.reader.idOf(table, id),
      name: name && String(row[name]),
      version: Number(row.version),
      fields: this.reader.fields(table, row, sight),
      key: [name ? String(row[name]) : '', id] as const,
    };
  }

  private async addSites(record: { fields: ShownField[] }, id: string, at: Date): Promise<void> {
    record.fields.push({ field: 'sites', ...this.reader.siteList(await this.past.siteIds(id, at)) });
  }
}
