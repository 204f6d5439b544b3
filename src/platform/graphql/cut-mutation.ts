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

/** What is read of a record whose writing cannot be answered whole. */
const OF_A_RECORD = ['id', 'version'];

/**
 * A mutation that asks for the least that must be said of its writes: what the payloads themselves hold, such as `userErrors` and
 * `outcome`, and of each record its id and version, as far as they were asked for. Nothing else is read after the write.
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
