import type { Importer } from './importer.js';
import { importPlaces } from './place-import.js';
import { describePlaces } from './place-report.js';

/** Imports towns, villages and other settlements from OS Open Names. */
export const places: Importer = {
  name: 'places',
  summary: 'towns, villages and other named places',
  description:
    'Imports the settlements of OS Open Names (CSV): cities, towns, villages, hamlets and suburbs. Rows of any other ' +
    'type are not read. The header can be in its own file, as the product is published.\n\n' +
    'The files replace all places that were imported before. The names that come with the hub stay: a place that is in ' +
    'both is one place. Positions on the National Grid are converted to WGS84, to within 5 m.\n\n' +
    'An import that fails or is interrupted changes nothing. It fails if more than 1 settlement in 100 is malformed, ' +
    'or if more than 1 in 20 of the places that were imported before would be removed.',
  argument: [
    '<path>',
    'the folder of the product as it is published, its zip or tar.gz, or one of its files',
  ],
  options: [
    ['--great-britain', 'import the places of Scotland and Wales too'],
    [
      '--allow-shrink',
      'import the files even if they remove more than 1 in 20 of the places imported before',
    ],
  ],
  examples: [
    ['import places opname_csv_gb.zip', 'all settlements of England'],
    ['import places opname_csv_gb', 'the same from the folder'],
  ],
  async run(pool, path, { allowShrink, greatBritain }, control) {
    const options = { allowShrink: allowShrink !== undefined, greatBritain: greatBritain !== undefined };
    return describePlaces(await importPlaces(pool, path, control, options));
  },
};
