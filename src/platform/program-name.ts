import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from './json.js';
import { projectRoot } from './project-root.js';

const described = readJson(
  z.object({ name: z.string(), version: z.string() }),
  readFileSync(join(projectRoot, 'package.json'), 'utf8'),
);

/** The program's name, from its package. */
export const programName = described.name;

/** The program's version, from its package. */
export const programVersion = described.version;
