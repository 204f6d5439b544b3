import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { parseSync } from '@swc/core';
import { type Node, nodes } from './syntax.js';

/** A regular expression of the program, and a file that has it. */
export interface Pattern {
  readonly source: string;
  readonly flags: string;
  readonly path: string;
}

/** Every regular expression below a folder, each once: literals, and what is given to `RegExp`. */
export function patternsBelow(root: string, folder: string): Pattern[] {
  const found = new Map<string, Pattern>();
  for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const path = join(folder, name.replaceAll('\\', '/'));
    for (const pattern of patternsOf(path, readFileSync(join(root, path), 'utf8'))) {
      found.set(`/${pattern.source}/${pattern.flags}`, pattern);
    }
  }
  return [...found.values()];
}

/**
 * The regular expressions of a file. What is given to `RegExp` may be put together of constants of the file.
 * @throws Error naming the file when it is anything else: nobody could say how long such an expression takes.
 */
export function patternsOf(path: string, text: string): Pattern[] {
  const module = parseSync(text, { syntax: 'typescript', decorators: true, target: 'es2022' });
  const constants = new Map<string, Node>();
  const patterns: Pattern[] = [];
  const textOf = (node: Node | undefined): string => {
    if (node?.type === 'StringLiteral') return String(node.value);
    if (node?.type === 'Identifier' && constants.has(String(node.value))) {
      return textOf(constants.get(String(node.value)));
    }
    if (node?.type === 'TemplateLiteral') {
      const { quasis = [], expressions = [] } = node;
      return quasis
        .map(({ cooked }, at) => cooked + (expressions[at] ? textOf(expressions[at]) : ''))
        .join('');
    }
    throw new Error(`${path}: a regular expression is made of what is not a constant of its file.`);
  };
  for (const node of nodes(module)) {
    const { type, id, init, pattern, flags, callee, arguments: given } = node;
    if (type === 'VariableDeclarator' && id?.type === 'Identifier' && init)
      constants.set(String(id.value), init);
    if (type === 'RegExpLiteral') patterns.push({ path, source: String(pattern), flags: String(flags) });
    const isCall = type === 'NewExpression' || type === 'CallExpression';
    if (isCall && callee?.type === 'Identifier' && callee.value === 'RegExp') {
      const [source, second] = (given ?? []).map(({ expression }) => expression);
      patterns.push({ path, source: textOf(source), flags: second ? textOf(second) : '' });
    }
  }
  return patterns;
}
