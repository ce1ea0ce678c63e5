import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProjectFile } from '../spec/project-spec.js';

/** A project in a temporary folder. */
export class WrittenProject {
  readonly dir = mkdtempSync(join(tmpdir(), 'dbt project-'));

  constructor(files: readonly ProjectFile[]) {
    for (const { path, content } of files) {
      mkdirSync(dirname(this.path(path)), { recursive: true });
      writeFileSync(this.path(path), content);
    }
  }

  path(file: string): string {
    return join(this.dir, file);
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
