import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunContext } from '../graph/agent-cores.js';
import { openFormerRun, openRunFolder, type RunFolder } from '../run/run-folder.js';
import { writeProject } from './write-project.js';

const PATH = 'models/marts/orders.sql';
const lines = (...text: string[]): string => `${text.join('\n')}\n`;
const FIRST = lines('select', '    id,', '    total', 'from orders');

describe('writing a project again', () => {
  let parent: string;
  let out: string;
  let notes: string[];

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'write project-'));
    out = join(parent, 'out');
    notes = [];
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  const read = (path = PATH): string => readFileSync(join(out, path), 'utf8');
  const edit = (text: string): void => writeFileSync(join(out, PATH), text);

  /** `again` goes on with the run that is there, `anew` takes its place. */
  async function write(how: 'again' | 'anew', content: string, draft?: string): Promise<void> {
    const environment = { now: () => new Date(0), tell: () => undefined };
    const opened =
      how === 'again'
        ? await openFormerRun(out, environment)
        : await openRunFolder(out, { ...environment, force: true });
    if (!opened.ok) throw new Error(opened.error.message);
    const files = (text: string) => [
      { path: PATH, content: text },
      { path: 'README.md', content: 'generated\n' },
    ];
    if (draft !== undefined) await writeProject(contextOf(opened.value), files(draft), 'draft');
    await writeProject(contextOf(opened.value), files(content));
    await opened.value.close();
  }

  function contextOf(folder: RunFolder): RunContext {
    const emit: RunContext['emit'] = (event) => {
      if (event.kind === 'note') notes.push(event.text.replace(/.*\[(.*)\]$/, '$1'));
    };
    return { ...folder, emit } as unknown as RunContext;
  }

  for (const how of ['again', 'anew'] as const) {
    describe(how === 'again' ? 'in the same run' : 'in a run that takes its place', () => {
      beforeEach(() => write('anew', FIRST));

      it('writes the same bytes', async () => {
        await write(how, FIRST);
        expect(read()).toBe(FIRST);
        expect(notes).toEqual([]);
      });

      it('keeps an edit as long as the same is generated, however often', async () => {
        const edited = FIRST.replace('    total', '    round(total, 2) as total');
        edit(edited);
        await write(how, FIRST);
        await write(how, FIRST);
        expect(read()).toBe(edited);
        expect(read('README.md')).toBe('generated\n');
      });

      it('merges an edit into what is generated anew', async () => {
        edit(FIRST.replace('    id,', '    id as order_id,'));
        await write(how, FIRST.replace('from orders', 'from all_orders'));
        expect(read()).toBe(lines('select', '    id as order_id,', '    total', 'from all_orders'));
        expect(notes).toEqual(['run-edit-merged']);
      });

      it('shows a conflict once and loses nothing', async () => {
        const [mine, ours] = [FIRST.replace('total', 'mine'), FIRST.replace('total', 'ours')];
        edit(mine);
        await write(how, ours);
        await write(how, ours);
        expect(read()).toBe(mine);
        expect(notes.filter((code) => code === 'run-edit-conflict')).toHaveLength(1);
        if (how === 'again') expect(read(`${PATH}.new`)).toBe(ours);
      });

      it('merges with what is generated in the end, not with a draft on the way to it', async () => {
        const edited = FIRST.replace('    id,', '    id as mine,');
        edit(edited);
        await write(how, FIRST, FIRST.replace('    id,', '    id as draft,'));
        expect([read(), notes.includes('run-edit-conflict'), existsSync(join(out, `${PATH}.new`))]).toEqual([
          edited,
          false,
          false,
        ]);
        const last = FIRST.replace('from orders', 'from all_orders');
        await write(how, last, FIRST.replace('    id,', '    id as draft,'));
        expect(read()).toBe(edited.replace('from orders', 'from all_orders'));
      });

      it('makes a file again that was deleted', async () => {
        rmSync(join(out, PATH));
        await write(how, FIRST);
        expect(read()).toBe(FIRST);
      });
    });
  }

  it('takes what it generated in a run that was stopped half-way for no edit', async () => {
    await write('anew', FIRST);
    const next = FIRST.replace('total', 'amount');
    edit(next);
    await write('again', next);
    expect([read(), notes, existsSync(join(out, `${PATH}.new`))]).toEqual([next, [], false]);
  });
});
