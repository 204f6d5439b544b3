/** The kinds of import, as `import_run` names them. */
export const importKinds = ['POSTCODES', 'GIAS', 'GIAS_LINKS', 'AREAS', 'PLACES'] as const;
export type ImportKind = (typeof importKinds)[number];
