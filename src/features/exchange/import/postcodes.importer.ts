import type { Importer } from './importer.js';
import { importPostcodes } from './postcode-import.js';
import { describePostcodes } from './postcode-report.js';

/** Imports postcodes and their positions from any of three products. */
export const postcodes: Importer = {
  name: 'postcodes',
  summary: 'postcodes with their positions',
  description:
    'Imports OS Code-Point Open, the ONS Postcode Directory (ONSPD) or the National Statistics Postcode Lookup ' +
    '(NSPL). The command recognises which of them it is.\n\n' +
    'The files replace every postcode area (the leading letters, such as NR) that they contain: postcodes that are ' +
    'no longer listed are removed. Other areas stay as they are. Terminated postcodes, and postcodes without a ' +
    'location, are skipped. Positions on the National Grid are converted to WGS84, to within 5 m.\n\n' +
    'An import that fails or is interrupted changes nothing. It fails if more than 1 row in 100 is malformed, ' +
    'or if more than 1 in 20 of the postcodes that are stored for its areas would be removed.',
  argument: [
    '<path>',
    'a CSV file as it is published, a folder of them, or the zip, tar or tar.gz they came in',
  ],
  options: [
    ['--allow-shrink', 'import the files even if they remove more than 1 in 20 of the stored postcodes'],
  ],
  examples: [
    ['import postcodes codepo_gb.zip', 'the whole of Great Britain'],
    ['import postcodes Data/CSV/nr.csv', 'the NR area only'],
    ['import postcodes ONSPD_NOV_2025.zip', 'with Northern Ireland'],
  ],
  async run(pool, path, { allowShrink }, control) {
    const options = { allowShrink: allowShrink !== undefined };
    return describePostcodes(await importPostcodes(pool, path, control, options));
  },
};
