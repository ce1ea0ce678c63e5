import type { AnswerOf, OperationId } from '@datamigrate/contracts';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { useToasts } from '../ui/toasts.js';
import { ApiError } from './api-error.js';
import { type CallOptions, call, type Input } from './call.js';

export interface QueryOptions {
  readonly enabled?: MaybeRefOrGetter<boolean>;
  /** Milliseconds; false stops. */
  readonly refresh?: MaybeRefOrGetter<number | false>;
  /** Keeps the old rows while a changed filter loads. */
  readonly keep?: boolean;
}

/** One answer of the service, cached by operation and input. */
export function useApiQuery<N extends OperationId>(
  operation: N,
  input: MaybeRefOrGetter<Input<N>>,
  { enabled = true, refresh = false, keep = false }: QueryOptions = {},
) {
  return useQuery<AnswerOf<N>, ApiError>({
    queryKey: computed(() => [operation, toValue(input)]),
    queryFn: ({ signal }) => call(operation, toValue(input), { signal }),
    enabled: computed(() => toValue(enabled)),
    refetchInterval: computed(() => toValue(refresh)),
    ...(keep && { placeholderData: keepPreviousData as never }),
  });
}

type Paged<N extends OperationId> = AnswerOf<N> extends { data: (infer T)[]; nextCursor: string | null } ? T : never;

/** A list that goes on by cursor; `rows` holds all pages read so far. */
export function usePagedQuery<N extends OperationId>(
  operation: N,
  input: MaybeRefOrGetter<Input<N>>,
  { enabled = true, refresh = false }: QueryOptions = {},
) {
  type Answer = { data: Paged<N>[]; nextCursor: string | null };
  const query = useInfiniteQuery({
    queryKey: computed((): readonly unknown[] => [operation, 'pages', toValue(input)]),
    queryFn: async ({ pageParam, signal }) => {
      const given = toValue(input) as Input<N> & { query?: object };
      const asked = { ...given, query: { ...given.query, ...(pageParam !== null && { cursor: pageParam }) } };
      return (await call(operation, asked as Input<N>, { signal })) as unknown as Answer;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: Answer) => page.nextCursor,
    enabled: computed(() => toValue(enabled)),
    refetchInterval: computed(() => toValue(refresh)),
    placeholderData: keepPreviousData,
  });
  const rows = computed(() => (query.data.value?.pages ?? []).flatMap((page) => page.data) as Paged<N>[]);
  return { ...query, rows };
}

export interface MutationOptions<N extends OperationId> {
  /** Operations whose answers are out of date afterwards. */
  readonly changes?: readonly OperationId[];
  readonly done?: string;
  readonly onSuccess?: (answer: AnswerOf<N>) => void;
  /** Faults stand beside the form; no toast then. */
  readonly quiet?: boolean;
}

/** An operation that changes something. */
export function useApiMutation<N extends OperationId>(
  operation: N,
  { changes = [], done, onSuccess, quiet = false }: MutationOptions<N> = {},
) {
  const client = useQueryClient();
  const toasts = useToasts();
  return useMutation<AnswerOf<N>, ApiError, Input<N> & { readonly options?: CallOptions }>({
    mutationFn: ({ options, ...input }) => call(operation, input as unknown as Input<N>, options),
    onSuccess: (answer) => {
      for (const name of changes) void client.invalidateQueries({ queryKey: [name] });
      if (done !== undefined) toasts.say(done);
      onSuccess?.(answer);
    },
    onError: (error) => {
      if (!quiet) toasts.fail(error);
    },
  });
}

/** Not again what cannot become right: only what may pass, twice. */
export function mayRetry(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof ApiError && error.mayPass;
}
