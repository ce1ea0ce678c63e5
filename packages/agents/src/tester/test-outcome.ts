import type { DbtFigures } from '@datamigrate/contracts';

/** What dbt had to say about one model. */
export interface TestedModel {
  readonly name: string;
  readonly status: 'built' | 'failed' | 'skipped' | 'missing';
  readonly message?: string;
  /** `"database"."schema"."name"` */
  readonly relation?: string;
  readonly tests: { readonly passed: number; readonly failed: number };
  readonly failedTests: readonly FailedTest[];
  /** A model that it reads, at whatever depth, has a failing test: dbt builds it when it is told to. */
  readonly behindFailedTests?: true;
}

export interface FailedTest {
  readonly name: string;
  /** Rows that a data test found. */
  readonly failures: number;
  readonly message: string;
  /** A unit test, which compares few rows with those of the original. */
  readonly unit?: true;
}

/** One run of dbt over the whole project. */
export interface TestOutcome {
  readonly dbt: DbtFigures | null;
  readonly models: readonly TestedModel[];
  /** What is wrong beyond single models. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly durationMs: number;
}
