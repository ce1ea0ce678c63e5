import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import {
  type Report,
  type ReportObject,
  type RunState,
  reportSchema,
  runStateSchema,
  type TraceLine,
  traceLineSchema,
} from '@datamigrate/contracts';

/** Reads what a migration left in its out folder. */
export class MigratedFolder {
  readonly out: string;

  constructor(out: string) {
    this.out = out;
  }

  path(...parts: readonly string[]): string {
    return join(this.out, ...parts);
  }

  text(...parts: readonly string[]): string {
    return readFileSync(this.path(...parts), 'utf8');
  }

  report(): Report {
    return reportSchema.parse(JSON.parse(this.text('.datamigrate/report.json')));
  }

  run(): RunState {
    return runStateSchema.parse(JSON.parse(this.text('.datamigrate/run.json')));
  }

  object(id: string): ReportObject {
    const found = this.report().objects.find((object) => object.id === id);
    if (!found) throw new Error(`${id} is not in the report`);
    return found;
  }

  trace(): TraceLine[] {
    const lines = this.text('.datamigrate/trace.jsonl')
      .split('\n')
      .filter((line) => line !== '');
    return lines.map((line) => traceLineSchema.parse(JSON.parse(line)));
  }

  /** The files of the dbt project with their contents; what dbt and DuckDB write is left out. */
  project(): Record<string, string> {
    const files = filesBelow(this.out, ['.datamigrate', 'target', 'logs']);
    return Object.fromEntries(
      files.filter((path) => !/\.duckdb(\.wal)?$/.test(path)).map((path) => [path, this.text(path)]),
    );
  }

  /** When each record of a finished step was written. */
  finishedSteps(): Map<string, number> {
    const folder = this.path('.datamigrate/objects');
    if (!existsSync(folder)) return new Map();
    return new Map(filesBelow(folder).map((path) => [path, statSync(join(folder, path)).mtimeMs]));
  }
}

function filesBelow(folder: string, except: readonly string[] = []): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !except.includes(path.split('/')[0] ?? ''))
    .sort();
}

/** The report without what differs from run to run. */
export function lastingPart(report: Report): Omit<Report, 'durationMs'> {
  const { durationMs: _, ...rest } = report;
  return rest;
}

/** Issues of a code, with the objects that they stand at. */
export function issuesOf(report: Report, code: string): string[] {
  return report.objects.flatMap(({ id, issues }) =>
    issues.filter((issue) => issue.code === code).map(({ message }) => `${id}: ${message}`),
  );
}
