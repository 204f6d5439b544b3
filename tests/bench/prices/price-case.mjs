import { buildSchema, getOperationAST, parse } from 'graphql';
import { createCost } from '../../../dist/src/platform/graphql/cost.js';

/** CPU of the hub and of Postgres, in milliseconds, that 1,000 units are to stand for. */
export const MS_PER_1000 = 20;
/** The root field that takes no more than the request itself; it is measured first. */
const LEAST = 'Query.__typename';
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
   * that is given, then what lies below. Where several documents stand for a price, it is the one that is least wrong for the one that it
   * fits worst.
   */
  proposed(measured, lists) {
    const prices = { lists, fields: {}, arguments: {} };
    for (const isOfStage of [isRoot, isArgument, (name) => !isRoot(name) && !isArgument(name)]) {
      const ofStage = measured.filter(({ prices: name }) => isOfStage(name));
      for (const name of new Set(ofStage.map(({ prices: one }) => one))) {
        const parts = ofStage
          .filter(({ prices: one }) => one === name)
          .map((one) => this.partsOf(one, prices));
        const table = isArgument(name) ? prices.arguments : prices.fields;
        // No root field costs less than what any request takes.
        const least = isRoot(name) ? (prices.fields[LEAST] ?? 0) : isArgument(name) ? 1 : 0;
        table[name] = Math.max(least, bestPrice(parts));
      }
    }
    const sorted = (table) =>
      Object.fromEntries(
        Object.entries(table)
          .filter(([name, price]) => price > 1 || isOfRoot(name))
          .sort(),
      );
    return { lists, fields: sorted(prices.fields), arguments: sorted(prices.arguments) };
  }

  /** What a document should cost, what it costs without the price that it stands for, and how often that counts. */
  partsOf({ prices: name, ms, ...asked }, prices) {
    const table = isArgument(name) ? 'arguments' : 'fields';
    const costAt = (price) => this.costOf(asked, { ...prices, [table]: { ...prices[table], [name]: price } });
    return { wanted: (ms / MS_PER_1000) * 1000, others: costAt(0), times: costAt(1) - costAt(0) };
  }
}

/** The price in whole points, to two digits, with which no document is farther than need be from what it should cost. */
function bestPrice(parts) {
  const candidates = parts.map(({ wanted, others, times }) => Math.max(0, (wanted - others) / times));
  const [least, most] = [Math.min(...candidates), Math.max(...candidates)];
  const farthest = (price) =>
    Math.max(
      ...parts.map(({ wanted, others, times }) => Math.abs(Math.log(wanted / (others + price * times)))),
    );
  let best = least;
  for (let step = 1; step <= 100; step++) {
    const price = least + ((most - least) * step) / 100;
    if (farthest(price) < farthest(best)) best = price;
  }
  return rounded(best);
}

/** Whether a price is that of a root field, or of an argument of one. */
export const isOfRoot = (name) => /^(Query|Mutation)\./.test(name);
const isRoot = (name) => isOfRoot(name) && !isArgument(name);
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
