import { parseSync } from '@swc/core';
import { nodes } from './syntax.js';

/** How statements begin. */
const beginnings = [
  String.raw`select\b`,
  String.raw`insert into\b`,
  String.raw`update (only )?[\w"]+ (\w+ )?set\b`,
  String.raw`delete from\b`,
  String.raw`truncate( table)? [\w"]+`,
  String.raw`merge into\b`,
  String.raw`with (recursive )?\w+ (\([^)]*\) )?as (not )?(materialized )?\(`,
  String.raw`(create|alter|drop|comment on) (or replace |global |local |temp |temporary |unlogged |unique |materialized )*(table|index|view|sequence|schema|type|function|trigger|extension|role|database|column)\b`,
  String.raw`lock table\b`,
  String.raw`(analyze|vacuum|reindex|refresh materialized view) [\w"]+$`,
  String.raw`copy [\w"]+ (\([^)]*\) )?(from|to)\b`,
  '(begin|commit|rollback|start transaction);',
  String.raw`rollback to\b`,
  String.raw`(release )?savepoint\b`,
  String.raw`(set|reset|show) (local |session )?[\w.]+( =| to\b|$)`,
  String.raw`set (transaction|constraints)\b`,
  String.raw`(listen|notify|unlisten) [\w"]+`,
  String.raw`(grant|revoke) [\w, ]+ on\b`,
];
/** What shows a part of a statement, anywhere in a text. */
const parts = [
  String.raw`\( ?select\b`,
  String.raw`[=(,<>] ?\$\d`,
  String.raw`\$\d+ ?(::|,|\)|and\b|or\b)`,
  String.raw`:: ?(text|uuid|int|integer|bigint|float8|numeric|boolean|date|timestamptz|interval|jsonb?|bytea)\b`,
  String.raw`= (any|all) ?\(`,
  String.raw`\bis (not )?distinct from\b`,
  String.raw`\bis (not )?null\b`,
  String.raw`\b(left|inner|cross|lateral) join\b`,
  String.raw`\bjoin [\w"]+ \w+ (on|using)\b`,
  String.raw`\border by [\w".]+( collate| asc| desc|,|$)`,
  String.raw`\bfor (no key )?update\b`,
  String.raw`\bcollate "`,
  String.raw`\bpg_\w+\(`,
];
const shape = new RegExp(`^ ?(${beginnings.join('|')})|${parts.join('|')}`);

/** Whether a text is SQL, in small letters or capitals. What begins with one capital is a sentence. */
function isSql(text: string): boolean {
  const plain = text.replace(/--.*$/gm, ' ').replace(/\s+/g, ' ');
  return !/^ ?[A-Z][a-z]/.test(plain) && shape.test(/^ ?[A-Z]{2}/.test(plain) ? plain.toLowerCase() : plain);
}

/**
 * The SQL in a file, as far as it can be recognised: texts that are statements or parts of them, whatever replaces their
 * variables, and calls that send a statement or build one.
 */
export function sqlIn(source: string): string[] {
  const module = parseSync(source, { syntax: 'typescript', decorators: true, target: 'es2022' });
  const found: string[] = [];
  const imported = new Set<unknown>();
  for (const node of nodes(module)) {
    const { type, callee, quasis, value } = node;
    if (node.source) imported.add(node.source);
    if (imported.has(node)) continue;
    if (type === 'StringLiteral' && isSql(String(value))) found.push(String(value));
    if (type === 'TemplateLiteral' && quasis) {
      const text = quasis.map(({ cooked }) => cooked).join('x');
      if (isSql(text)) found.push(text);
    }
    if (type === 'CallExpression' && callee?.type === 'MemberExpression') {
      const called = String(callee.property?.value);
      if (called === 'query' || called === 'createQueryBuilder') found.push(`.${called}(`);
    }
  }
  return found;
}
