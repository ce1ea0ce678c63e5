/** One line of `--log-format json`, of which every event has these parts. */
export interface LogLine {
  readonly name: string;
  readonly code: string;
  readonly level: string;
  readonly message: string;
  readonly invocationId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Undefined when the text is no event of dbt. Anything may be printed between events, by a macro or a Python library. */
export function parseLogLine(text: string): LogLine | undefined {
  if (!text.startsWith('{')) return undefined;
  const line = parseJson(text);
  if (!isRecord(line) || !isRecord(line.info)) return undefined;
  const { name, code, level, msg, invocation_id: invocationId } = line.info;
  if (typeof name !== 'string' || typeof level !== 'string') return undefined;
  return {
    name,
    level,
    code: textOf(code),
    message: textOf(msg),
    invocationId: textOf(invocationId),
    data: isRecord(line.data) ? line.data : {},
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
