/**
 * The lines of a UTF-8 stream, without their ends and without the byte order mark. Only LF ends a line: JSON texts may
 * hold U+2028 and U+2029, at which node:readline would cut.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8');
  let open = '';
  for await (const chunk of chunks) {
    const lines = (open + decoder.decode(chunk, { stream: true })).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) yield line;
  }
  open += decoder.decode();
  if (open !== '') yield open;
}
