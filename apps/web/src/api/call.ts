import {
  type AnswerOf,
  API_PREFIX,
  apiRoutes,
  type BodyOf,
  type OperationId,
  type ParamsOf,
  type QueryOf,
} from '@datamigrate/contracts';
import { ApiError, problemOf } from './api-error.js';

type Part<K extends string, T> = [T] extends [never] ? { readonly [P in K]?: undefined } : { readonly [P in K]: T };
type Optional<K extends string, T> = { readonly [P in K]?: ([T] extends [never] ? undefined : T) | undefined };

/** What an operation of the route table is called with; parts that it does not have cannot be given. */
export type Input<N extends OperationId> = Part<'params', ParamsOf<N>> &
  Optional<'query', QueryOf<N>> &
  Part<'body', BodyOf<N>>;

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Instead of a JSON body, where the route takes files. */
  readonly form?: FormData;
  readonly idempotencyKey?: string;
}

interface Parts {
  readonly params?: object | undefined;
  readonly query?: object | undefined;
  readonly body?: unknown;
}

/** The address of an operation, for links and event streams as well. */
export function addressOf<N extends OperationId>(operation: N, input: Omit<Input<N>, 'body'>): string {
  const { params, query } = input as Parts;
  const path = apiRoutes[operation].path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown> | undefined)?.[name] ?? '')),
  );
  return API_PREFIX + path + searchOf(query);
}

function searchOf(query: object | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    for (const one of values) if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** Calls an operation with the cookie of the session. Everything that is no success becomes an ApiError. */
export async function call<N extends OperationId>(
  operation: N,
  input: Input<N>,
  { signal, form, idempotencyKey }: CallOptions = {},
): Promise<AnswerOf<N>> {
  const { method, medium } = apiRoutes[operation];
  const { body } = input as Parts;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (form === undefined && body !== undefined) headers['content-type'] = 'application/json';
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;

  let response: Response;
  try {
    response = await fetch(addressOf(operation, input), {
      method,
      headers,
      credentials: 'same-origin',
      ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError({ kind: 'unreachable' });
  }
  if (!response.ok) throw new ApiError(await problemOf(response));
  return (medium === 'none' ? undefined : await response.json()) as AnswerOf<N>;
}
