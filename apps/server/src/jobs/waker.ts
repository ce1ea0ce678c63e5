/** Tells idle workers that there is something to do, here and in other processes. Losing a call costs a moment, never a job. */
export interface Waker {
  wake(): void;
  onWake(listener: () => void): () => void;
  close(): Promise<void>;
}

export function localWaker(): Waker {
  const listeners = new Set<() => void>();
  return {
    wake() {
      for (const listener of listeners) listener();
    },
    onWake(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      listeners.clear();
    },
  };
}
