import { text } from 'node:stream/consumers';
import { stopUnused } from './embedded-postgres.js';

// node guardian-program.js <data folder>: see guardian.ts. Whoever started it says nothing when it has ended suddenly.
const [dataDir = ''] = process.argv.slice(2);
if ((await text(process.stdin)) === '') await stopUnused(dataDir);
