import type { Problem, ProblemCode } from '@datamigrate/contracts';

export type Failure =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unreadable'; readonly status: number };

/** Anything but a success: a problem of the service, an answer that is none of its own, or no answer at all. */
export class ApiError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind === 'problem' ? failure.problem.detail : failure.kind);
    this.failure = failure;
  }

  get code(): ProblemCode | null {
    return this.failure.kind === 'problem' ? this.failure.problem.code : null;
  }

  get status(): number {
    if (this.failure.kind === 'problem') return this.failure.problem.status;
    return this.failure.kind === 'unreadable' ? this.failure.status : 0;
  }

  /** Whether the same request may succeed a moment later. */
  get mayPass(): boolean {
    return this.failure.kind === 'unreachable' || this.status >= 500;
  }
}

export async function problemOf(response: Pick<Response, 'status' | 'json'>): Promise<Failure> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return { kind: 'problem', problem: body };
  return { kind: 'unreadable', status: response.status };
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body && 'detail' in body;
}

/** Faults of single fields of the body: `/email` becomes `email`. */
export function fieldFaults(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ApiError) || error.failure.kind !== 'problem') return {};
  const faults = error.failure.problem.errors ?? [];
  return Object.fromEntries(faults.map(({ pointer, detail }) => [fieldOf(pointer), detail]));
}

function fieldOf(pointer: string): string {
  return pointer.replace(/^#?\/?(body\/)?/, '').replaceAll('/', '.');
}
