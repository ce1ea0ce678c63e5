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

/** What many calls have in common, and how many they are. */
interface Kind extends Omit<UsageCallRow, 'milliseconds' | 'requestId' | 'at'> {
  readonly kind: number;
  calls: number;
}

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
  const numbers = new Map<string, Kind>();
  const kinds: Kind[] = [];
  const [kind, milliseconds, at] = [[] as number[], [] as number[], [] as number[]];
  const requestIds: string[] = [];
  const kindOf = ({ keyId, userId, caller, operation, method, status }: UsageCallRow): Kind => {
    const name = `${keyId} ${userId} ${operation} ${status} ${caller}`;
    const former = numbers.get(name);
    if (former !== undefined) return former;
    const made = { kind: kinds.length, keyId, userId, caller, operation, method, status, calls: 0 };
    numbers.set(name, made);
    kinds.push(made);
    return made;
  };
  return {
    kinds,
    kind,
    milliseconds,
    requestIds,
    at,
    add(call) {
      const own = kindOf(call);
      own.calls++;
      kind.push(own.kind);
      milliseconds.push(call.milliseconds);
      requestIds.push(call.requestId);
      at.push(call.at.getTime());
    },
  };
}
