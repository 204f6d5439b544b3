import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';

/** What the program is called: by its package. */
export const programName = (
  JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { readonly name: string }
).name;
