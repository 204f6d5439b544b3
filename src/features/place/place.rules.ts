import { z } from 'zod';
import { codeText, queryText } from '../../platform/parse.js';

const latitude = z.number().min(-90).max(90).describe('Degrees north, WGS84.');
const longitude = z.number().min(-180).max(180).describe('Degrees east, WGS84.');

/** A WGS84 position. */
export const pointInput = z.strictObject({ latitude, longitude }).describe('A WGS84 position.');

/** A rectangle, edges included; it does not cross the 180th meridian. */
export const boxInput = z
  .strictObject({ south: latitude, west: longitude, north: latitude, east: longitude })
  .refine((box) => box.south <= box.north, { path: ['north'], message: 'North may not lie south of south.' })
  .refine((box) => box.west <= box.east, { path: ['east'], message: 'East may not lie west of west.' })
  .describe('A rectangle, edges included.');

/** The ways to name a place; exactly one is given. */
export const placeReference = z
  .strictObject({
    postcode: queryText(20)
      .optional()
      .describe('A postcode (NR21 9AA), its sector (NR21 9) or its outcode (NR21).'),
    name: queryText(100).optional().describe('A named place, such as Fakenham.'),
    schoolUrn: codeText(20).optional().describe('The URN of a school.'),
    point: pointInput.optional().describe('A position.'),
  })
  .describe('A place: exactly one of these.');
