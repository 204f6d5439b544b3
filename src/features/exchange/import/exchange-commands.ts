import type { Command } from 'commander';
import { type Console, poolFrom } from '../../../platform/composition/feature.js';
import { areas } from './areas.importer.js';
import { gias } from './gias.importer.js';
import { importCommands } from './import-command.js';
import { importReadingRepository } from './import-reading.repository.js';
import { ImportReadingService } from './import-reading.service.js';
import { links } from './links.importer.js';
import { places } from './places.importer.js';
import { postcodes } from './postcodes.importer.js';
import { sourcesCommand } from './sources-command.js';

/** All importers, in the order in which the help names them. */
const importers = [postcodes, gias, links, areas, places];

/** Adds `import <name>` for each importer, and `sources`. */
export function exchangeCommands(program: Command, { openDatabase, out }: Console): void {
  importCommands(program, importers, poolFrom(openDatabase), out);
  const openReading = async () => {
    const { host, close } = await openDatabase();
    const { source, reading } = host.database;
    return { imports: new ImportReadingService(importReadingRepository(source, reading), host.clock), close };
  };
  sourcesCommand(program, openReading, out);
}
