import { z } from 'zod';

/** What fields cost, by `Type.field`; see `schema/prices.json`. */
export const pricesRule = z.strictObject({
  /** The length that may be expected of a list without `first`. */
  lists: z.record(z.string(), z.number().positive()),
  /** Points that a field adds to the 1 that every field costs. */
  fields: z.record(z.string(), z.int().nonnegative()),
  /** Points for an argument that is given, by `Type.field.argument`; for each item of a list. */
  arguments: z.record(z.string(), z.int().nonnegative()),
});
export type Prices = z.output<typeof pricesRule>;

/** Every field costs 1. */
export const noPrices: Prices = { lists: {}, fields: {}, arguments: {} };

/** Points that a field adds with the arguments that it is given: its own, and those of priced arguments. */
export function priceOf(
  prices: Prices,
  type: string,
  field: { readonly name: string; readonly args: readonly { readonly name: string }[] },
  given: Readonly<Record<string, unknown>>,
): number {
  const name = `${type}.${field.name}`;
  let price = prices.fields[name] ?? 0;
  for (const argument of field.args) {
    const each = prices.arguments[`${name}.${argument.name}`] ?? 0;
    const value = given[argument.name];
    if (each > 0)
      price += each * (Array.isArray(value) ? value.length : value != null && value !== false ? 1 : 0);
  }
  return price;
}
