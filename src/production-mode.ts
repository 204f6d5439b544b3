// Imported first: graphql-js and others look at NODE_ENV when they are loaded, and check more, at a price, outside production.
process.env.NODE_ENV ??= 'production';
