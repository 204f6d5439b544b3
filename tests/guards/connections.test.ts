import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';
import { readSources } from './import-graph.js';

/**
 * pg raises `error` on a connection that ends, at any moment, and an `error` that nobody listens to ends the process. So
 * connections are made in one file, which listens, and are taken from a pool through `withConnection` and the two kinds of
 * transactions that are built on it.
 */
const rules = [
  {
    what: 'makes connections and pools',
    pattern: /\bnew (pg\.)?(Client|Pool)\b|\bextends (pg\.)?(Client|Pool)\b/,
    doors: ['src/platform/database/connection.ts'],
  },
  {
    what: 'connects, or takes a connection from a pool',
    pattern: /\.connect\(/,
    doors: [
      'src/platform/database/connection.ts',
      'src/platform/database/heart.ts',
      'src/platform/database/transaction.ts',
      'src/platform/database/changes/change-feed.ts',
      'src/platform/database/changes/feed-connection.ts',
      'src/platform/database/embedded/embedded-postgres.ts',
    ],
  },
  {
    what: 'opens a source of TypeORM',
    pattern: /\bnew DataSource\b/,
    doors: ['src/platform/database/data-source.ts'],
  },
  {
    what: 'takes a connection of a source, or opens a transaction on it',
    pattern: /\bcreateQueryRunner\(|\bsource\.transaction\(|\bmanager\.transaction\(/,
    doors: ['src/platform/database/transaction.ts'],
  },
];

const texts = ['src', 'seeds', 'migrations']
  .flatMap((folder) => readSources(projectRoot, folder))
  .map(({ path }) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') }));

describe.each(rules)('what $what', ({ pattern, doors }) => {
  it('is only in its doors', () => {
    const found = texts.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
    expect(found.sort()).toEqual([...doors].sort());
  });
});
