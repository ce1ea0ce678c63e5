import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Result } from '@datamigrate/foundation';
import { ComparisonDatabase } from '@datamigrate/validation';

/** The built warehouse, opened once for the comparisons of all objects. */
export class OpenWarehouse {
  #path = '';
  #database: Promise<Result<ComparisonDatabase, Diagnostic>> | undefined;

  async open(path: string): Promise<Result<ComparisonDatabase, Diagnostic>> {
    if (this.#path !== path) await this.close();
    this.#path = path;
    this.#database ??= ComparisonDatabase.open(path);
    return this.#database;
  }

  /** Before anything else writes to the warehouse. */
  async close(): Promise<void> {
    const opened = await this.#database;
    this.#database = undefined;
    if (opened?.ok) opened.value.close();
  }
}
