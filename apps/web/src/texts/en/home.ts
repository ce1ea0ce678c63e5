export const home = {
  title: 'Dashboard',
  start: 'New migration',
  figures: {
    migrations: 'Migrations',
    running: (running: number, waiting: number) => `${running} running, ${waiting} to review`,
    success: 'Succeeded',
    successNote: 'of those that finished',
    objects: 'Objects with equal rows',
    objectsNote: (total: string, refused: string) => `of ${total}, ${refused} refused`,
    rows: 'Rows compared',
    rowsNote: (models: string) => `${models} models`,
    month: 'This month',
    monthNote: (used: number, limit: number | null) =>
      limit === null ? `${used} migrations` : `${used} of ${limit} migrations`,
  },
  recent: 'Recent migrations',
  all: 'All migrations',
  states: 'By state',
  review: 'To review',
  reviewText: 'They wait at a checkpoint until somebody approves.',
  reviewNone: 'Nothing waits for you.',
  empty: {
    title: 'No migrations yet',
    text: 'Drop a folder of scripts, a .zip or a .dacpac, or try the sample database first.',
    sample: 'Try the sample',
  },
};
