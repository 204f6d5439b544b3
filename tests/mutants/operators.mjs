import { allMutators } from './instrumenter.mjs';

/** A code, a key or a name: one word. Anything else is prose, which tests need not repeat. */
const CODE = /^[\w./:*-]*$/;
/** What only describes: its texts are for people. */
const DESCRIBES = new Set(['describe', 'Error', 'meta']);

const strykers = Object.fromEntries(allMutators.map((mutator) => [mutator.name, mutator]));
const of =
  (...names) =>
  (path) =>
    names.flatMap((name) => [...strykers[name].mutate(path)]);

const isBoundary = ({ type, operator }, replacement) =>
  type === 'BinaryExpression' && operator[0] === replacement.operator[0] && /[<>]/.test(operator);

/** What is done to a program, by name: each gives what can replace a piece of it. */
const operators = {
  /** Less becomes not less, equal unequal. */
  comparison: (path) => of('EqualityOperator')(path).filter((made) => !isBoundary(path.node, made)),
  /** Less becomes less or equal, a least a most. */
  boundary: (path) => [
    ...of('EqualityOperator')(path).filter((made) => isBoundary(path.node, made)),
    ...of('MethodExpression')(path).filter((made) => /^(min|max)$/.test(called(made))),
  ],
  /** And becomes or, a condition always or never true, some every. */
  boolean: (path) => [
    ...(isCell(path) ? [] : of('BooleanLiteral')(path)),
    ...of('LogicalOperator', 'ConditionalExpression')(path),
    ...of('MethodExpression')(path).filter((made) => /^(some|every)$/.test(called(made))),
  ],
  /** Plus becomes minus, one more one less. */
  arithmetic: of('ArithmeticOperator', 'AssignmentOperator', 'UnaryOperator', 'UpdateOperator'),
  /** A statement, a function's body or a step in a chain (`.filter(…)`, `.sort()`) is left out. */
  'dropped statement': (path) => [
    ...(hasOne(path.node) ? [] : of('BlockStatement')(path)),
    ...of('ArrowFunction')(path),
    ...of('MethodExpression')(path).filter((made) => !/^(min|max|some|every)$/.test(called(made))),
    ...(isDroppable(path) ? [{ type: 'EmptyStatement' }] : []),
  ],
  /** A list or an object has nothing in it; an empty list something. */
  'emptied list': of('ArrayDeclaration', 'ObjectLiteral'),
  /** A code, a number or a flag in a list, an object or a constant is another: the next one of its column where there is one. */
  'changed cell': (path) => (isCell(path) ? changedCells(path.node, columnOf(path)) : []),
};

export const operatorNames = Object.keys(operators);

/** The same as Stryker's instrumenter wants them. */
export const namedMutators = Object.entries(operators).map(([name, mutate]) => ({ name, mutate }));

const called = ({ callee }) => callee?.property?.name;

/** A block of one statement that is dropped by itself. */
const hasOne = ({ type, body }) =>
  type === 'BlockStatement' && body.length === 1 && body[0].type === 'ExpressionStatement';

function isDroppable({ node }) {
  if (node.type === 'ThrowStatement') return true;
  return node.type === 'ExpressionStatement' && node.expression.callee?.type !== 'Super';
}

/** A literal of a table: in a list or an object, or given by a module itself. */
function isCell(path) {
  const { node, parent } = path;
  if (!['StringLiteral', 'NumericLiteral', 'BooleanLiteral'].includes(node.type)) return false;
  if (node.type === 'StringLiteral' && !CODE.test(node.value)) return false;
  if (parent.type === 'ArrayExpression') return true;
  if (parent.type === 'ObjectProperty') return parent.value === node;
  if (path.getFunctionParent()) return false;
  if (parent.type === 'VariableDeclarator') return true;
  if (parent.type !== 'CallExpression' || !parent.arguments.includes(node)) return false;
  return !DESCRIBES.has(called(parent) ?? parent.callee.name);
}

/** The literals in the same place of the rows before and after. */
function columnOf(path) {
  const { node, parent } = path;
  if (parent.type === 'ArrayExpression') return parent.elements;
  const row = parent.type === 'ObjectProperty' ? path.parentPath.parent : parent;
  const rows = parent.type === 'ObjectProperty' ? path.parentPath.parentPath.parent : path.parentPath.parent;
  const same = (other) =>
    other?.type !== row.type
      ? undefined
      : other.type === 'ObjectExpression'
        ? other.properties.find(({ key }) => key?.name === parent.key.name)?.value
        : other.arguments[row.arguments.indexOf(node)];
  if (rows?.type === 'ArrayExpression') return rows.elements.map(same);
  return row.type === 'ObjectExpression' ? row.properties.map(({ value }) => value) : [];
}

function changedCells({ type, value }, column) {
  if (type === 'BooleanLiteral') return [{ type, value: !value }];
  if (type === 'NumericLiteral') return [{ type, value: value + 1 }];
  const words = column.filter((one) => one?.type === type && CODE.test(one.value)).map((one) => one.value);
  const after = [...words.slice(words.indexOf(value)), ...words];
  return [{ type, value: after.find((word) => word !== value) ?? (value === '' ? 'other' : '') }];
}
