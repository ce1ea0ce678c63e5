import type { QualifiedName } from './model.js';

/** A job of SQL Server Agent: what runs procedures, and in which order. */
export interface AgentJob {
  readonly name: string;
  readonly enabled: boolean;
  readonly description?: string;
  readonly steps: readonly AgentJobStep[];
}

export interface AgentJobStep {
  readonly name: string;
  /** TSQL, SSIS, CmdExec, PowerShell, … */
  readonly subsystem: string;
  /** The database that a step of T-SQL runs in; without it master. */
  readonly database?: string;
  readonly command: string;
}

/** How often a module ran, as far back as the server remembers. */
export interface ModuleUsage extends QualifiedName {
  readonly executions: number;
  readonly totalMilliseconds: number;
  /** yyyy-MM-ddThh:mm:ss, in the server's time. */
  readonly lastExecution?: string;
  /** `query-store` survives a restart of the server, `procedure-stats` does not. */
  readonly from: 'query-store' | 'procedure-stats';
}
