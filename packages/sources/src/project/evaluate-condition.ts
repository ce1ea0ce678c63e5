/**
 * The conditions of MSBuild that database projects use: comparisons of strings, Exists, !, and, or, parentheses.
 * Undefined for what is none of these. Source: learn.microsoft.com/visualstudio/msbuild/msbuild-conditions
 */
export function evaluateCondition(text: string, exists: (path: string) => boolean): boolean | undefined {
  const tokens = [...text.matchAll(/\s*('[^']*'|==|!=|<=|>=|[<>!()]|[^\s'()!=<>]+)/g)].map(([, token]) => token ?? '');
  let at = 0;
  const peek = (): string => (tokens[at] ?? '').toLowerCase();
  const unquoted = (token: string): string => (token.startsWith("'") ? token.slice(1, -1) : token);

  function either(): boolean | undefined {
    let value = both();
    while (peek() === 'or') {
      at++;
      const other = both();
      value = value === undefined || other === undefined ? undefined : value || other;
    }
    return value;
  }
  function both(): boolean | undefined {
    let value = single();
    while (peek() === 'and') {
      at++;
      const other = single();
      value = value === undefined || other === undefined ? undefined : value && other;
    }
    return value;
  }
  function single(): boolean | undefined {
    if (peek() === '!') {
      at++;
      const value = single();
      return value === undefined ? undefined : !value;
    }
    if (peek() === '(') {
      at++;
      const value = either();
      if (tokens[at++] !== ')') return undefined;
      return value;
    }
    if (peek() === 'exists' && tokens[at + 1] === '(') {
      const path = tokens[at + 2];
      at += 4;
      return path === undefined || tokens[at - 1] !== ')' ? undefined : exists(unquoted(path));
    }
    const left = tokens[at++];
    if (left === undefined) return undefined;
    const operator = peek();
    if (operator !== '==' && operator !== '!=') {
      const word = unquoted(left).toLowerCase();
      return word === 'true' ? true : word === 'false' ? false : undefined;
    }
    at++;
    const right = tokens[at++];
    if (right === undefined) return undefined;
    const same = unquoted(left).toLowerCase() === unquoted(right).toLowerCase();
    return operator === '==' ? same : !same;
  }
  const value = either();
  return at >= tokens.length ? value : undefined;
}
