import type { Plan } from '@datamigrate/contracts';
import type { RunContext } from '../graph/agent-cores.js';
import type { TestOutcome } from '../tester/test-outcome.js';
import { type Executions, storedExecutions } from './stored-executions.js';
import { readTestOutcome } from './test-run.js';

/** The project as it stood the last time dbt built it: nothing of it changes any more. */
export interface TestedProject {
  readonly executions: Executions;
  readonly outcome: TestOutcome;
}

/** Reads the tested project once for all objects that are evaluated. */
export class TestedProjects {
  #key = '';
  #project: Promise<TestedProject> | undefined;

  read(run: RunContext, plan: Plan): Promise<TestedProject> {
    const key = `${run.out}\0${run.startedAt.getTime()}`;
    if (this.#key !== key || !this.#project) {
      this.#key = key;
      this.#project = readProject(run, plan);
    }
    return this.#project;
  }

  /** To be called whenever the project is built again. */
  forget(): void {
    this.#project = undefined;
  }
}

async function readProject(run: RunContext, plan: Plan): Promise<TestedProject> {
  const outcome = await readTestOutcome(run);
  if (!outcome) throw new Error('the project was not tested');
  return { executions: await storedExecutions(run, plan), outcome };
}
