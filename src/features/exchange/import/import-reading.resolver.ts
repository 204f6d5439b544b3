import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { PageArguments } from '../../../platform/graphql/connection.js';
import { decodeId, encodeId } from '../../../platform/graphql/global-id.js';
import { type Page, readNumberedPage } from '../../../platform/graphql/page.js';
import { readSortedPage } from '../../../platform/graphql/sorted-page.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import type { ImportKind } from './import-kinds.terms.js';
import type { ImportOutcome, ImportSubject } from './import-notes.js';
import type { PlacedNote } from './import-reading.repository.js';
import type { ImportReadingService, SourceAge } from './import-reading.service.js';
import {
  ImportConnection,
  ImportCountType,
  ImportKindName,
  ImportOutcomeName,
  ImportRowConnection,
  ImportSourceType,
  ImportSubjectName,
  ImportType,
} from './import-reading.type.js';
import type { ImportRun } from './import-run.entity.js';

/** What imports did. */
@Resolver(() => ImportType)
export class ImportResolver {
  constructor(private readonly imports: ImportReadingService) {}

  @Requires('import.read')
  @Query(() => ImportConnection, {
    name: 'imports',
    description: 'Imports of files, newest first, with how many rows each one added, changed or left out.',
  })
  page(
    @Ctx() { actor }: RequestContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('kind', () => [ImportKindName], {
      nullable: true,
      description: 'Kinds of data. Leave it out to get all imports.',
    })
    kind?: ImportKind[] | null,
  ): Promise<Page<ImportRun>> {
    const kinds = kind ?? undefined;
    return readSortedPage(
      page,
      'FINISHED_AT_DESC',
      (range) => this.imports.page(actor, kinds, range),
      () => this.imports.count(actor, kinds),
    );
  }

  @Requires('import.read')
  @Query(() => ImportRowConnection, {
    nullable: true,
    description:
      'What an import did, row by row: the first thousand rows of each outcome for each kind of record. Null if there is no such import.',
  })
  async importRows(
    @Ctx() { actor }: RequestContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('import', () => ID, { description: 'The id of the import.' }) id: string,
    @Arg('outcome', () => ImportOutcomeName, { description: 'What was done.' }) outcome: ImportOutcome,
    @Arg('subject', () => ImportSubjectName, {
      nullable: true,
      description: 'What it was done to. Leave it out to get all kinds of records.',
    })
    subject?: ImportSubject | null,
  ): Promise<Page<PlacedNote> | null> {
    const uuid = decodeId('imp', id);
    if (uuid === null) return null;
    const wanted = { importId: uuid, outcome, subject: subject ?? null };
    const rows = await readNumberedPage(
      page,
      ({ position }: PlacedNote): readonly [number, number] => [position, position],
      (range) => this.imports.notes(actor, wanted, range),
      () => this.imports.countNotes(actor, wanted),
    );
    if (rows.nodes.length > 0) return rows;
    return (await this.imports.byIds(actor, [uuid])).length > 0 ? rows : null;
  }

  @Requires('import.read')
  @Query(() => [ImportSourceType], {
    description: 'How old the data of each kind is, including kinds that were never imported.',
  })
  importSources(@Ctx() { actor }: RequestContext): Promise<SourceAge[]> {
    return this.imports.sourcesFor(actor);
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() run: ImportRun): string {
    return encodeId('imp', run.id);
  }

  @FieldResolver(() => [ImportCountType], {
    description:
      'How many rows were added, changed, removed, refused or left out. Without those that are none.',
  })
  counts(@Root() { counts }: ImportRun): ImportCountType[] {
    return Object.entries(counts).map(([kind, count]) => {
      const [outcome, subject] = kind.split(' ') as [ImportOutcome, ImportSubject];
      return { outcome, subject, count };
    });
  }
}
