import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { refuse } from '../../platform/errors.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { decodeId } from '../../platform/graphql/global-id.js';
import { type Page, readNumberedPage, readPage, slicePage } from '../../platform/graphql/page.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { codeText, parseArguments } from '../../platform/parse.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.graph.js';
import type { Atlas } from '../place/atlas.js';
import { LabelledValueType } from '../vocabulary/vocabulary.type.js';
import type { FieldReader, LabelledValue, ShownValue } from './field-reader.js';
import { type RecordTable, recordRules } from './memory.rules.js';
import type { EntryAsOf, HistoryEvent, MemoryService, Provenance, RecordAsOf } from './memory.service.js';
import {
  EntryAsOfType,
  FieldProvenanceType,
  FieldValueType,
  HistoryEventConnection,
  RecordAsOfConnection,
  RecordFieldType,
} from './memory.type.js';

/**
 * The earliest time that callers can give. There was no register before it, and the database cannot store some much
 * earlier dates.
 */
const EARLIEST = new Date('1900-01-01T00:00:00Z');
const time = z.strictObject({ at: z.date().min(EARLIEST, 'Give a time in the year 1900 or later.') });
const registerArguments = time.extend({ localAuthority: codeText(3).optional() });

/** The history of the register: what was known, when, and from which source. */
@Resolver()
export class MemoryResolver {
  constructor(
    private readonly memory: MemoryService,
    private readonly atlas: Atlas,
  ) {}

  @Query(() => HistoryEventConnection, {
    nullable: true,
    description:
      'The changes to a provider, site, offering, vacancy or contact, newest first: who made them, when and why. Null if there is no such record, or you cannot see its history.',
  })
  @Requires('history.read', 'entry.read')
  async history(
    @Arg('id', () => ID, { description: 'The global id of the record. It can have been removed.' })
    id: string,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('withParts', () => Boolean, {
      defaultValue: false,
      description:
        'Whether to include changes to the parts of the record: sites, offerings and their vacancies, and contacts.',
    })
    withParts: boolean,
    @Ctx() { actor }: RequestContext,
  ): Promise<Page<HistoryEvent> | null> {
    const record = recordOf(id);
    const history = record && (await this.memory.historyOf(actor, ...record, withParts));
    return history && readNumberedPage(page, ({ key }) => key, history.page, history.count);
  }

  @Query(() => EntryAsOfType, {
    nullable: true,
    description:
      'A provider as it was known at a time, with its parts. Null if there is no such provider, or you cannot see its history.',
  })
  @Requires('history.read', 'entry.read')
  async providerAsOf(
    @Arg('id', () => ID, { description: 'The global id of the provider. It can have been removed.' })
    id: string,
    @Arg('at', () => DateTime, { description: 'The time, in the year 1900 or later.' }) at: Date,
    @Ctx() { actor }: RequestContext,
  ): Promise<EntryAsOf | null> {
    return this.entryAsOf(actor, 'provider', id, at);
  }

  @Query(() => EntryAsOfType, {
    nullable: true,
    description:
      'An offering as it was known at a time, with its vacancies. Null if there is no such offering, or you cannot see its history.',
  })
  @Requires('history.read', 'entry.read')
  async offeringAsOf(
    @Arg('id', () => ID, { description: 'The global id of the offering. It can have been removed.' })
    id: string,
    @Arg('at', () => DateTime, { description: 'The time, in the year 1900 or later.' }) at: Date,
    @Ctx() { actor }: RequestContext,
  ): Promise<EntryAsOf | null> {
    return this.entryAsOf(actor, 'offering', id, at);
  }

  @Query(() => RecordAsOfConnection, {
    description:
      'The providers in the register in every state, by name, as they were known at a time. Empty for a time before `registerKnownSince`.',
  })
  @Requires('history.read')
  async registerAsOf(
    @Arg('at', () => DateTime, { description: 'The time, in the year 1900 or later.' }) at: Date,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { actor }: RequestContext,
    @Arg('localAuthority', () => String, {
      nullable: true,
      description:
        'The code of the local authority whose register to return. By default, all registers that you may see.',
    })
    localAuthority?: string | null,
  ): Promise<KnownPage> {
    const asked = parseArguments(registerArguments, { at, localAuthority }, []);
    if (asked.localAuthority != null) {
      refuse(this.atlas.localAuthorityProblems(asked.localAuthority, ['localAuthority']));
    }
    const register = await this.memory.registerAsOf(actor, asked.at, asked.localAuthority ?? null);
    const records = await readPage(page, ({ key }) => key, register.page, register.count);
    return { ...records, knownSince: register.knownSince };
  }

  @Query(() => DateTime, {
    nullable: true,
    description:
      'The time the change log began. Nothing is known about the register before then. Null if there is no change log yet.',
  })
  @Requires('history.read')
  async registerKnownSince(@Ctx() { actor }: RequestContext): Promise<Date | null> {
    return this.memory.knownSince(actor);
  }

  @Query(() => [FieldProvenanceType], {
    nullable: true,
    description:
      'The source of the value of each field of a provider, site, offering, vacancy or contact. Leaves out fields that have not been written since the change log began. Null if there is no such record, or you cannot see its history.',
  })
  @Requires('history.read', 'entry.read')
  async provenance(
    @Arg('id', () => ID, { description: 'The global id of the record.' }) id: string,
    @Ctx() { actor }: RequestContext,
  ): Promise<Provenance[] | null> {
    const record = recordOf(id);
    return record && this.memory.provenanceOf(actor, ...record);
  }

  private async entryAsOf(
    actor: RequestContext['actor'],
    table: 'provider' | 'offering',
    id: string,
    at: Date,
  ): Promise<EntryAsOf | null> {
    parseArguments(time, { at }, []);
    const uuid = decodeId(recordRules[table].prefix, id);
    return uuid === null ? null : this.memory.asOf(actor, table, uuid, at);
  }
}

/** The parts of an entry as it was known. */
@Resolver(() => EntryAsOfType)
export class EntryAsOfResolver {
  @FieldResolver(() => RecordAsOfConnection, {
    description:
      'The parts that existed at that time: sites, offerings and contacts of a provider, or vacancies of an offering.',
  })
  parts(@Root() entry: EntryAsOf, @Args(() => PageArguments) page: PageArguments): KnownPage {
    return { ...slicePage(entry.parts, page, ({ key }) => key), knownSince: entry.knownSince };
  }
}

/** A page of what was known at a time, with the start of what is known. */
interface KnownPage extends Page<RecordAsOf> {
  readonly knownSince: Date | null;
}

/** The extra fields of a page of the past. */
@Resolver(() => RecordAsOfConnection)
export class RecordAsOfConnectionResolver {
  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'The start of what is known. For an earlier time the list is empty because nothing is known, not because nothing existed. Null if there is no change log yet.',
  })
  knownSince(@Root() { knownSince }: KnownPage): Date | null {
    return knownSince;
  }
}

const VALUES =
  'The value in parts, each with a label to show to people. A list has one part for each item. Empty if there is no value.';

/** Values with labels for people. */
@Resolver(() => FieldValueType)
export class FieldValueResolver {
  constructor(private readonly reader: FieldReader) {}

  @FieldResolver(() => [LabelledValueType], { description: VALUES })
  values(@Root() { stored }: ShownValue): LabelledValue[] | Promise<LabelledValue[]> {
    return this.reader.values(stored);
  }
}

/** The same for a field of a record. */
@Resolver(() => RecordFieldType)
export class RecordFieldResolver {
  constructor(private readonly reader: FieldReader) {}

  @FieldResolver(() => [LabelledValueType], { description: VALUES })
  values(@Root() { stored }: ShownValue): LabelledValue[] | Promise<LabelledValue[]> {
    return this.reader.values(stored);
  }
}

/** The table and id in a global id; null if it is of another kind. */
function recordOf(id: string): [RecordTable, string] | null {
  for (const [table, { prefix }] of Object.entries(recordRules)) {
    const uuid = decodeId(prefix, id);
    if (uuid) return [table as RecordTable, uuid];
  }
  return null;
}
