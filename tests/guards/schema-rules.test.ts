import { buildSchema } from 'graphql';
import {
  brokenConnections,
  inputsThatSayExactlyOne,
  listFields,
  oneOfInputs,
  withoutFullStop,
} from './schema-rules.js';

/** A schema that breaks every rule once. */
const bad = buildSchema(`
  type Query {
    "No stop"
    things("Silent" after: String): ThingConnection!
    "A list." names: [String!]!
    "One." thing("Which." by: Reference!): Thing
  }
  "A thing." type Thing { "Kind." kind: Kind }
  "A page." type ThingConnection {
    "Edges." edges: [ThingEdge!]
    "Nodes." nodes: [Thing!]!
    "Where." pageInfo: PageInfo!
  }
  "An edge." type ThingEdge { "Cursor." cursor: String!  "Node." node: Thing! }
  type PageInfo { "More." hasNextPage: Boolean!  "Before." hasPreviousPage: Boolean!  "First." startCursor: String  "Last." endCursor: String }
  "Kinds." enum Kind { PLAIN  "Spoken" SAID }
  "Exactly one of these." input Reference { "Id." id: ID  urn: String }
  "Not said." input Other @oneOf { "Id." id: ID }
`);

describe('the rules of the schema guard', () => {
  it('notice what is not described', () => {
    expect(withoutFullStop(bad)).toEqual([
      'Query.things',
      'Query.things(after)',
      'PageInfo',
      'Kind.SAID',
      'Reference.urn',
    ]);
  });

  it('notice connections of another shape', () => {
    expect(brokenConnections(bad)).toEqual([
      'Query.things: lacks the argument first: Int = null',
      'Query.things: lacks the argument last: Int = null',
      'Query.things: lacks the argument before: String = null',
      'ThingConnection.edges: is [ThingEdge!], should be [ThingEdge!]!',
      'ThingConnection.totalCount: is missing, should be Int!',
    ]);
  });

  it('notice lists and inputs', () => {
    expect(listFields(bad)).toEqual(['Query.names']);
    expect(oneOfInputs(bad)).toEqual(['Other']);
    expect(inputsThatSayExactlyOne(bad)).toEqual(['Reference']);
  });
});
