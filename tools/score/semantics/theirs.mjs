// A transpiler of others on the same cases: it gets the same text, a view and its query one after the other.

export const theirs = (peer) => async (set) => {
  const queries = await peer.transpile(set.cases.map(({ sql }) => sql));
  const modules = await peer.transpile(set.cases.map(({ view }) => view ?? 'SELECT 1'));
  return set.cases.map(({ view }, i) => {
    const statements = queries[i]?.split(';\n').filter((statement) => statement.trim() !== '');
    const sql = statements?.pop();
    const module = view === undefined ? '' : modules[i];
    if (sql === undefined || module === undefined) return undefined;
    // Views of one case must not stand in the way of the next.
    const views = module === '' ? [] : [module.replace(/^\s*create view/i, 'CREATE OR REPLACE VIEW')];
    return { sql, prelude: [...views, ...(statements ?? [])] };
  });
};
