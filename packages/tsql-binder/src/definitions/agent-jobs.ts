import type { AgentJob, AgentJobStep } from '@datamigrate/catalog';
import { tableByName } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import { type SystemCall, systemCall } from './system-call.js';

interface MutableJob extends Omit<AgentJob, 'steps' | 'enabled'> {
  name: string;
  enabled: boolean;
  readonly steps: { readonly number: number; readonly step: AgentJobStep }[];
}

/** Parameters in their order, for calls that do not name them. Source: learn.microsoft.com, sp_add_job, sp_add_jobstep */
const PARAMETERS = tableByName<readonly string[]>({
  sp_add_job: ['@job_name', '@enabled', '@description'],
  sp_add_jobstep: ['@job_id', '@job_name', '@step_id', '@step_name', '@subsystem', '@command'],
  sp_update_job: ['@job_id', '@job_name', '@new_name', '@enabled', '@description'],
  sp_delete_job: ['@job_id', '@job_name'],
});

/** When and where jobs run, and who hears of it: nothing about rows. */
const BESIDE =
  /^sp_(add|update|delete|attach|detach)_(category|job(server|schedule)|schedule|operator|notification|alert|proxy|jobstep|jobsteplog)$/;

/** The jobs of SQL Server Agent that scripts make, by the calls with which Management Studio writes them out. */
export class AgentJobs {
  readonly #jobs: MutableJob[] = [];
  /** Variables that hold the number of a job. */
  readonly #variables = new Map<string, MutableJob>();

  /** Whether a call is about jobs; it is taken in then. */
  apply(execute: Ast.ExecuteSpecification): boolean {
    const name = systemCall(execute, [])?.procedure;
    if (name === undefined) return false;
    const call = systemCall(execute, PARAMETERS.get(name) ?? []);
    switch (call?.procedure) {
      case 'sp_add_job':
        this.#add(call);
        return true;
      case 'sp_add_jobstep':
        this.#addStep(call);
        return true;
      case 'sp_update_job':
        this.#update(call);
        return true;
      case 'sp_delete_job': {
        const job = this.#find(call);
        if (job) this.#jobs.splice(this.#jobs.indexOf(job), 1);
        return true;
      }
      default:
        return BESIDE.test(name);
    }
  }

  /** By name: the order in which jobs were made means nothing. */
  list(): readonly AgentJob[] {
    return this.#jobs
      .map(({ steps, ...job }) => ({
        ...job,
        steps: [...steps].sort((a, b) => a.number - b.number).map(({ step }) => step),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #add({ texts, variables }: SystemCall): void {
    const name = texts.get('@job_name');
    if (name === undefined) return;
    const description = texts.get('@description');
    const job: MutableJob = {
      name,
      enabled: texts.get('@enabled') !== '0',
      ...(description === undefined || description === NO_DESCRIPTION ? {} : { description }),
      steps: [],
    };
    this.#jobs.push(job);
    const variable = variables.get('@job_id');
    if (variable !== undefined) this.#variables.set(variable, job);
  }

  #addStep(call: SystemCall): void {
    const job = this.#find(call);
    if (!job) return;
    const { texts } = call;
    const database = texts.get('@database_name');
    const number = Number(texts.get('@step_id') ?? job.steps.length + 1);
    job.steps.push({
      number,
      step: {
        name: texts.get('@step_name') ?? `step ${number}`,
        subsystem: texts.get('@subsystem') ?? 'TSQL',
        ...(database === undefined ? {} : { database }),
        command: texts.get('@command') ?? '',
      },
    });
  }

  #update(call: SystemCall): void {
    const job = this.#find(call);
    if (!job) return;
    const enabled = call.texts.get('@enabled');
    if (enabled !== undefined) job.enabled = enabled !== '0';
    job.name = call.texts.get('@new_name') ?? job.name;
  }

  /** By name, or by the variable that its number was put into. */
  #find({ texts, variables }: SystemCall): MutableJob | undefined {
    const name = texts.get('@job_name')?.toLowerCase();
    if (name !== undefined) return this.#jobs.find((job) => job.name.toLowerCase() === name);
    return this.#variables.get(variables.get('@job_id') ?? '');
  }
}

/** What Management Studio writes where there is none. */
const NO_DESCRIPTION = 'No description available.';
