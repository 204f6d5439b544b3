import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from './json.js';
import { projectRoot } from './project-root.js';

/** What the program is called: by its package. */
export const programName = readJson(
  z.object({ name: z.string() }),
  readFileSync(join(projectRoot, 'package.json'), 'utf8'),
).name;
