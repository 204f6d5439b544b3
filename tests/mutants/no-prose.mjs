import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** A code, a key or a name: one word. Anything else is prose, which tests need not repeat. */
const CODE = /^[\w./:*-]*$/;

/** Leaves words for people as they are; codes and keys are changed, as cells of tables are. */
const noProse = {
  shouldIgnore({ node }) {
    if (node.type === 'StringLiteral' && !CODE.test(node.value)) return 'prose';
    if (node.type === 'TemplateLiteral') return 'prose';
    return undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'no-prose', noProse)];
