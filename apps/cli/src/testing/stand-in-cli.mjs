// The program with a stand-in for the agents: it ends as the name of the source says.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '../../dist/index.js';

const ENDS = {
  finish: ({ out }) => {
    const report = JSON.parse(readFileSync(process.env.REPORT, 'utf8'));
    mkdirSync(join(out, '.datamigrate'), { recursive: true });
    writeFileSync(join(out, '.datamigrate', 'report.json'), JSON.stringify(report));
    return { ok: true, value: { status: 'finished', report } };
  },
  checkpoint: ({ out, checkpoints }) => {
    const planFile = join(out, '.datamigrate', 'plan.yml');
    return { ok: true, value: { status: 'stopped-at-checkpoint', checkpoint: checkpoints[0], planFile } };
  },
  refuse: () => ({
    ok: false,
    error: [{ code: 'source-empty', severity: 'error', message: 'Nothing to migrate.', help: 'Name a folder.' }],
  }),
  fault: () => {
    throw new Error('the engine is broken');
  },
  wait: async ({ signal }) => {
    const alive = setInterval(() => {}, 1000);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    clearInterval(alive);
    return { ok: true, value: { status: 'cancelled' } };
  },
  hang: async () => {
    setInterval(() => {}, 1000);
    await new Promise(() => {});
  },
};

async function runMigration(options) {
  const { source, onEvent } = options;
  onEvent({ kind: 'stage', agent: 'assessment', text: '2 objects' });
  onEvent({ kind: 'object', id: 'dbo.A', index: 1, total: 2, verdict: 'equal', text: '' });
  onEvent({ kind: 'object', id: 'dbo.B', index: 2, total: 2, verdict: 'refused', text: 'dynamic SQL' });
  onEvent({ kind: 'note', level: 'warning', text: 'a warning' });
  if (process.env.OPTIONS) writeFileSync(process.env.OPTIONS, JSON.stringify(options));
  return ENDS[source](options);
}

await runProcess(async () => ({
  runMigration,
  resumeMigration: (options) => runMigration({ ...options, source: 'finish' }),
}));
