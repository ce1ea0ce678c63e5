import type { DbtDeprecation, DbtError, DbtEvent, DbtWarning } from './events/dbt-event.js';
import type { DbtNodeResult } from './outcome.js';

const RAW_LINES = 200;

/** What the events of a run add up to. */
export class RunRecord {
  dbtVersion: string | undefined;
  brokeDown = false;
  readonly adapterVersions: Record<string, string> = {};
  readonly nodes = new Map<string, DbtNodeResult>();
  readonly warnings: DbtWarning[] = [];
  readonly deprecations: DbtDeprecation[] = [];
  readonly errors: DbtError[] = [];
  readonly rows: Readonly<Record<string, unknown>>[] = [];
  /** Path by type, as the run wrote them last. */
  readonly artifacts = new Map<string, string>();
  readonly rawLog: string[] = [];

  add(event: DbtEvent): void {
    switch (event.kind) {
      case 'started':
        this.dbtVersion = event.dbtVersion;
        break;
      case 'adapter':
        this.adapterVersions[event.name] = event.version;
        break;
      case 'node-finished': {
        const { kind: _, index: __, total: ___, ...result } = event;
        this.nodes.set(event.uniqueId, result);
        break;
      }
      case 'log-warning':
        this.warnings.push(event);
        break;
      case 'deprecation':
        this.deprecations.push(event);
        break;
      case 'error':
        this.errors.push(event);
        break;
      case 'breakdown':
        this.brokeDown = true;
        this.#keep(event.stackTrace);
        break;
      case 'artifact':
        this.artifacts.set(event.type, event.path);
        break;
      case 'rows':
        this.rows.push(...event.rows);
        break;
      case 'raw':
        this.#keep(event.text);
        break;
      case 'node-started':
      case 'finished':
        break;
    }
  }

  #keep(text: string): void {
    this.rawLog.push(text);
    if (this.rawLog.length > RAW_LINES) this.rawLog.shift();
  }
}
