/** Commander's message with its suggestion, in one line that says where to look. */
export function oneLine(text: string, command: string): string {
  const [first = '', ...rest] = text.trim().split('\n');
  const suggestion = rest.map((line) => line.trim().replace('(Did you mean', '(did you mean')).join(' ');
  const message = suggestion === '' ? first : `${first} ${suggestion}`;
  return `${message.replace(/\.$/, '')}; see datamigrate ${command}--help\n`;
}
