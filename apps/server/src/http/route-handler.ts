import type {
  AnswerOf,
  apiRoutes,
  CheckedBodyOf,
  CheckedParamsOf,
  CheckedQueryOf,
  OperationId,
} from '@datamigrate/contracts';
import type { OrganisationScope } from '@datamigrate/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../services.js';
import type { Caller } from './caller.js';

type AccessOf<N extends OperationId> = (typeof apiRoutes)[N]['access'];
/** Public routes may be called by anybody, signed in or not. */
type CallerOf<N extends OperationId> =
  AccessOf<N> extends 'public'
    ? Caller | undefined
    : AccessOf<N> extends 'session'
      ? Extract<Caller, { kind: 'user' }>
      : Caller;

/** One request, checked: what a handler works with. */
export interface Call<N extends OperationId> {
  readonly params: CheckedParamsOf<N>;
  readonly query: CheckedQueryOf<N>;
  readonly body: CheckedBodyOf<N>;
  readonly caller: CallerOf<N>;
  /** Of the caller's organisation. */
  readonly scope: AccessOf<N> extends 'public' ? OrganisationScope | undefined : OrganisationScope;
  readonly services: Services;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** The answer was sent by the handler itself: streams and files. */
export const SENT = Symbol('sent');

/** An answer that is JSON already, checked when it was written. */
export class Written {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Handler<N extends OperationId> = (call: Call<N>) => Promise<AnswerOf<N> | typeof SENT | Written>;
export type Handlers<N extends OperationId = OperationId> = { readonly [M in N]: Handler<M> };
