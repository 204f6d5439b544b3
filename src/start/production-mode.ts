/** What the operator said the mode is, before the hub chose one for the libraries that it loads. */
export const operatorsMode = process.env.NODE_ENV;

// Imported first: graphql-js and others look at NODE_ENV when they are loaded, and check more, at a price, outside production.
process.env.NODE_ENV ??= 'production';
