// npm run bench -- --help: measures the hub against one hand-written SQL statement and against precomputed bytes.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareDatabase } from '../../dist/src/app.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { inOneSession, loadRegister, settle } from './data/load.mjs';
import { inventQuestions, inventRegister } from './data/register.mjs';
import { measure } from './measure.mjs';
import { statements } from './rivals/statements.mjs';
import { preparation } from './rivals/statements.mjs';
import { runScript, stopServers } from './servers.mjs';
import { measureStarts } from './starts.mjs';
import { systems } from './systems.mjs';
import { summarise, table } from './table.mjs';
import { verify } from './verify.mjs';
