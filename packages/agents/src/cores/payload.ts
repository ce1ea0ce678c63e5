/**
 * What an agent stored as its outcome. The record's file is ours alone and its frame is checked when it is read; the
 * payload has the type of the agent that wrote it.
 */
export function payloadOf<T>(outcome: unknown): T | undefined {
  if (typeof outcome !== 'object' || outcome === null || !('payload' in outcome)) return undefined;
  return outcome.payload as T;
}
