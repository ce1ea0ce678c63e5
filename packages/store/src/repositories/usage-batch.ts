export interface UsageCallRow {
  readonly keyId: string | null;
  readonly userId: string | null;
  readonly caller: string | null;
  readonly operation: string;
  readonly method: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly requestId: string;
  readonly at: Date;
}

/** What many calls have in common. */
type Kind = Omit<UsageCallRow, 'milliseconds' | 'requestId' | 'at'> & { readonly kind: number };

/** Calls that wait to be written, by columns: what is kept of each is four values and no object. */
export interface UsageBatch {
  readonly kinds: readonly Kind[];
  /** Of each call, its number among the kinds. */
  readonly kind: readonly number[];
  readonly milliseconds: readonly number[];
  readonly requestIds: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: readonly number[];
  add(call: UsageCallRow): void;
}

export function usageBatch(): UsageBatch {
  const numbers = new Map<string, number>();
  const kinds: Kind[] = [];
  const [kind, milliseconds, at] = [[] as number[], [] as number[], [] as number[]];
  const requestIds: string[] = [];
  const kindOf = ({ keyId, userId, caller, operation, method, status }: UsageCallRow): number => {
    const name = `${keyId} ${userId} ${operation} ${status} ${caller}`;
    const former = numbers.get(name);
    if (former !== undefined) return former;
    const number = kinds.length;
    numbers.set(name, number);
    kinds.push({ kind: number, keyId, userId, caller, operation, method, status });
    return number;
  };
  return {
    kinds,
    kind,
    milliseconds,
    requestIds,
    at,
    add(call) {
      kind.push(kindOf(call));
      milliseconds.push(call.milliseconds);
      requestIds.push(call.requestId);
      at.push(call.at.getTime());
    },
  };
}
