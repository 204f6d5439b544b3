import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { PageArguments } from '../../platform/graphql/connection.js';
import { decodeId } from '../../platform/graphql/global-id.js';
import { type Page, readNumberedPage, readPage, slicePage } from '../../platform/graphql/page.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { codeText, parseArguments } from '../../platform/parse.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.graph.js';
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

/** Before it there was no such thing as this register, and farther back some years have no date in the database. */
const EARLIEST = new Date('1900-01-01T00:00:00Z');
const time = z.strictObject({ at: z.date().min(EARLIEST, 'Give a time after 1900.') });
const registerArguments = time.extend({ localAuthority: codeText(3).optional() });

/** What the register knew, when, and from whom. */
@Resolver()
export class MemoryResolver {
  constructor(private readonly memory: MemoryService) {}

  @Query(() => HistoryEventConnection, {
    nullable: true,
    description:
      'Who changed what of a provider, site, offering or vacancy, when and why, newest first; null when there is none such.',
  })
  @Requires('history.read', 'entry.read')
  async history(
    @Arg('id', () => ID, { description: 'Global id of the record, which may have been removed.' }) id: string,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('withParts', () => Boolean, {
      defaultValue: false,
      description: 'With what belongs to it: sites, offerings and their vacancies, contacts.',
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
    description: 'A provider as it was known at a time, with its parts; null when there is none such.',
  })
  @Requires('history.read', 'entry.read')
  async providerAsOf(
    @Arg('id', () => ID, { description: 'Global id of the provider, which may have been removed.' })
    id: string,
    @Arg('at', () => DateTime, { description: 'When.' }) at: Date,
    @Ctx() { actor }: RequestContext,
  ): Promise<EntryAsOf | null> {
    return this.entryAsOf(actor, 'provider', id, at);
  }

  @Query(() => EntryAsOfType, {
    nullable: true,
    description: 'An offering as it was known at a time, with its vacancies; null when there is none such.',
  })
  @Requires('history.read', 'entry.read')
  async offeringAsOf(
    @Arg('id', () => ID, { description: 'Global id of the offering, which may have been removed.' })
    id: string,
    @Arg('at', () => DateTime, { description: 'When.' }) at: Date,
    @Ctx() { actor }: RequestContext,
  ): Promise<EntryAsOf | null> {
    return this.entryAsOf(actor, 'offering', id, at);
  }

  @Query(() => RecordAsOfConnection, {
    description:
      'The providers of the register in every state, by name, as they were known at a time. Empty before `registerKnownSince`.',
  })
  @Requires('history.read')
  async registerAsOf(
    @Arg('at', () => DateTime, { description: 'When.' }) at: Date,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { actor }: RequestContext,
    @Arg('localAuthority', () => String, {
      nullable: true,
      description:
        'Code of the local authority whose register it is; by default all that the reader may see.',
    })
    localAuthority?: string | null,
  ): Promise<KnownPage> {
    const asked = parseArguments(registerArguments, { at, localAuthority }, []);
    const register = await this.memory.registerAsOf(actor, asked.at, asked.localAuthority ?? null);
    const records = await readPage(page, ({ key }) => key, register.page, register.count);
    return { ...records, knownSince: register.knownSince };
  }

  @Query(() => DateTime, {
    nullable: true,
    description: 'When the record of changes began, before which nothing is known; null while there is none.',
  })
  @Requires('history.read')
  async registerKnownSince(@Ctx() { actor }: RequestContext): Promise<Date | null> {
    return this.memory.knownSince(actor);
  }

  @Query(() => [FieldProvenanceType], {
    nullable: true,
    description:
      'Where the value of each field of a provider, site, offering or vacancy comes from; null when there is none such.',
  })
  @Requires('history.read', 'entry.read')
  async provenance(
    @Arg('id', () => ID, { description: 'Global id of the record.' }) id: string,
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

/** Parts of what was known. */
@Resolver(() => EntryAsOfType)
export class EntryAsOfResolver {
  @FieldResolver(() => RecordAsOfConnection, {
    description: 'Sites, offerings and contacts of a provider, vacancies of an offering: those there were.',
  })
  parts(@Root() entry: EntryAsOf, @Args(() => PageArguments) page: PageArguments): KnownPage {
    return { ...slicePage(entry.parts, page, ({ key }) => key), knownSince: entry.knownSince };
  }
}

/** A page of what was known at a time, and since when anything is. */
interface KnownPage extends Page<RecordAsOf> {
  readonly knownSince: Date | null;
}

/** What a page of the past says of itself. */
@Resolver(() => RecordAsOfConnection)
export class RecordAsOfConnectionResolver {
  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'Since when this is on record: before it the list is empty because nothing is known, and not because there was nothing. ' +
      'Null while there is no record.',
  })
  knownSince(@Root() { knownSince }: KnownPage): Date | null {
    return knownSince;
  }
}

const VALUES =
  'The value in its parts, one for each entry of a list, with what to show for it; none for nothing.';

/** Values as people read them. */
@Resolver(() => FieldValueType)
export class FieldValueResolver {
  constructor(private readonly reader: FieldReader) {}

  @FieldResolver(() => [LabelledValueType], { description: VALUES })
  values(@Root() { stored }: ShownValue): LabelledValue[] | Promise<LabelledValue[]> {
    return this.reader.values(stored);
  }
}

/** The same of a field of a record. */
@Resolver(() => RecordFieldType)
export class RecordFieldResolver {
  constructor(private readonly reader: FieldReader) {}

  @FieldResolver(() => [LabelledValueType], { description: VALUES })
  values(@Root() { stored }: ShownValue): LabelledValue[] | Promise<LabelledValue[]> {
    return this.reader.values(stored);
  }
}

/** The table and id behind a global id; null when it is of another kind. */
function recordOf(id: string): [RecordTable, string] | null {
  for (const [table, { prefix }] of Object.entries(recordRules)) {
    const uuid = decodeId(prefix, id);
    if (uuid) return [table as RecordTable, uuid];
  }
  return null;
}
