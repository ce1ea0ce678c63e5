/** What switches on the tracing of LangChain, which sends states to a service. */
const SWITCHES = ['LANGSMITH_TRACING', 'LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING', 'LANGCHAIN_TRACING_V2'] as const;

/** Names of objects and messages about them are the user's: they go nowhere, whatever the shell has set for other programs. */
export function forbidTracing(): void {
  for (const name of SWITCHES) process.env[name] = 'false';
}
