import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PROJECT = `name: tiny
version: "1.0.0"
require-dbt-version: [">=1.10.8", "<3.0.0"]
profile: tiny
model-paths: [models]
seed-paths: [seeds]
clean-targets: [target, dbt_packages]
`;

const PROFILE = `tiny:
  target: dev
  outputs:
    dev: {type: duckdb, path: "{{ env_var('TINY_FILE', 'tiny.duckdb') }}", threads: 1}
`;

/** A dbt project on DuckDB in a temporary folder. */
export class TinyProject {
  readonly dir = mkdtempSync(join(tmpdir(), 'tiny dbt-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, content] of Object.entries({ 'dbt_project.yml': PROJECT, 'profiles.yml': PROFILE, ...files })) {
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

/** A model that takes minutes, and can be interrupted. */
export const SLOW_MODEL = `{{ config(materialized='table') }}
select count(*) as n from range(400000) as a, range(400000) as b where hash(a.range * b.range) % 7 = 1
`;
