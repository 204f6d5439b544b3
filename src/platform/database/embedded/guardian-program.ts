import { text } from 'node:stream/consumers';
import { stopUnused } from './embedded-postgres.js';

// node guardian-program.js <data folder>: see guardian.ts. A parent that ends suddenly sends nothing on the pipe.
const [dataDir = ''] = process.argv.slice(2);
if ((await text(process.stdin)) === '') await stopUnused(dataDir);
