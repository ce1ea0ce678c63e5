const NUMBER = /^-?\d+(\.\d+)?$/;

export const isNumber = (text: string): boolean => NUMBER.test(text);

/** Whether two values as texts may be one: letter case, trailing blanks, a day and its midnight, digits of a number aside. */
export function alike(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  const [left, right] = [a.trimEnd().toLowerCase(), b.trimEnd().toLowerCase()];
  if (left === right || left.startsWith(`${right} 00:00:00`) || right.startsWith(`${left} 00:00:00`)) return true;
  return isNumber(left) && isNumber(right) && Number(left) === Number(right);
}
