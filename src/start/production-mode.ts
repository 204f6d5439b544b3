/** The mode that the operator set, before the hub sets one for the libraries that it loads. */
export const operatorsMode = process.env.NODE_ENV;

// Imported first: graphql-js and others read NODE_ENV when they are loaded. Outside production they make more checks,
// which take time.
process.env.NODE_ENV ??= 'production';
