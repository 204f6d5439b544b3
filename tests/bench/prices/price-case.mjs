import { buildSchema, getOperationAST, parse } from 'graphql';
import { createCost } from '../../../dist/src/platform/graphql/cost.js';

/** CPU of the hub and of Postgres, in milliseconds, that 1,000 units are to stand for. */
export const MS_PER_1000 = 20;
/** No root field may be so many times as dear to answer, or as cheap, as the median of what its price stands for. */
export const FARTHEST = 5;

/** Knows what documents cost by any prices, and what a measured one should. */
export class Pricing {
  constructor(schemaText) {
    this.schema = buildSchema(schemaText);
  }

  costOf({ document, variables }, prices) {
    const parsed = parse(document);
    return createCost(this.schema, prices)(parsed, getOperationAST(parsed), variables);
  }

  /**
   * The prices by which every measured document costs what it takes: those of the roots first, then what comes for each item
   * that is given, then what lies below. Where several documents stand for a price, their costs lie around it: the dearest as far above
   * as the cheapest lies below.
   */
  proposed(measured, lists) {
    const prices = { lists, fields: {}, arguments: {} };
    for (const isOfStage of [isRoot, isArgument, (name) => !isRoot(name) && !isArgument(name)]) {
      const found = {};
      for (const one of measured.filter(({ prices: name }) => isOfStage(name))) {
        found[one.prices] ??= [];
        found[one.prices].push(Math.max(1, this.wantedOf(one, prices)));
      }
      for (const [name, wanted] of Object.entries(found)) {
        const table = isArgument(name) ? prices.arguments : prices.fields;
        table[name] = rounded(Math.sqrt(Math.min(...wanted) * Math.max(...wanted)));
      }
    }
    const sorted = (table) =>
      Object.fromEntries(
        Object.entries(table)
          .filter(([name, price]) => price > 1 || isRoot(name))
          .sort(),
      );
    return { lists, fields: sorted(prices.fields), arguments: sorted(prices.arguments) };
  }

  /** What the price of a document would have to be for it to cost what it took. */
  wantedOf({ prices: name, ms, ...asked }, prices) {
    const table = isArgument(name) ? 'arguments' : 'fields';
    const costAt = (price) => this.costOf(asked, { ...prices, [table]: { ...prices[table], [name]: price } });
    const counted = costAt(1) - costAt(0);
    return Math.max(0, ((ms / MS_PER_1000) * 1000 - costAt(0)) / counted);
  }
}

/** Whether a price is that of a root field. */
export const isRoot = (name) => /^(Query|Mutation)\.\w+$/.test(name);
const isArgument = (name) => name.split('.').length === 3;

/** To two digits: measurements say no more. */
function rounded(points) {
  const digit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, points))) - 1);
  return Math.round(points / digit) * digit;
}

/** The middle one. */
export function median(figures) {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
}
