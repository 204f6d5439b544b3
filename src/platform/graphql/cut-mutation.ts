import {
  type DocumentNode,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** What is still read of a record if the full result of writing it would be too large. */
const OF_A_RECORD = ['id', 'version'];

/**
 * The same mutation, cut to the least that it must report: what the payloads themselves hold, such as `userErrors` and
 * `outcome`, and the id and version of each record, if they were selected. Nothing else is read after the write.
 */
export function leastOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
  const types = new TypeInfo(schema);
  const mutation = schema.getMutationType();
  const reduced: DocumentNode = visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        const parent = types.getParentType();
        if (parent === mutation || name.value === '__typename') return undefined;
        const isRecord = (isObjectType(parent) || isInterfaceType(parent)) && 'id' in parent.getFields();
        const isKept = isRecord ? OF_A_RECORD.includes(name.value) : !types.getFieldDef()?.resolve;
        return isKept ? undefined : null;
      },
    }),
  );
  return {
    document: reduced,
    operation: reduced.definitions[document.definitions.indexOf(operation)] as OperationDefinitionNode,
  };
}
