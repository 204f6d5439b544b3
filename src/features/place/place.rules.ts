import { z } from 'zod';
import { codeText, queryText } from '../../platform/parse.js';

const latitude = z.number().min(-90).max(90).describe('Degrees north, WGS84.');
const longitude = z.number().min(-180).max(180).describe('Degrees east, WGS84.');

/** A WGS84 position. */
export const pointInput = z.strictObject({ latitude, longitude }).describe('A WGS84 position.');

/** A rectangle, including its edges. It cannot cross the 180th meridian. */
export const boxInput = z
  .strictObject({
    south: latitude.describe('The southern edge, in degrees north, WGS84.'),
    west: longitude.describe('The western edge, in degrees east, WGS84.'),
    north: latitude.describe('The northern edge, in degrees north, WGS84.'),
    east: longitude.describe('The eastern edge, in degrees east, WGS84.'),
  })
  .refine((box) => box.south <= box.north, {
    path: ['north'],
    message: 'The northern edge is south of the southern edge. Swap `north` and `south`.',
  })
  .refine((box) => box.west <= box.east, {
    path: ['east'],
    message: 'The eastern edge is west of the western edge. Swap `east` and `west`.',
  })
  .describe('A rectangle, including its edges.');

/** The ways to name a place. Exactly one is given. */
export const placeReference = z
  .strictObject({
    postcode: queryText(20)
      .optional()
      .describe('A postcode (NR21 9AA), its sector (NR21 9) or its outcode (NR21).'),
    name: queryText(100).optional().describe('The name of a place, such as Fakenham.'),
    schoolUrn: codeText(20).optional().describe('The unique reference number (URN) of a school, six digits.'),
    point: pointInput.optional().describe('A position in degrees.'),
  })
  .describe('A way to name a place. Give exactly one of these.');
