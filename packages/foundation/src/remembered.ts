/**
 * A function from text to text that remembers what it gave, for texts that are asked about again and again. It forgets all
 * of them when there are more than `most`.
 */
export function remembered(answer: (text: string) => string, most: number): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let given = known.get(text);
    if (given === undefined) {
      if (known.size >= most) known.clear();
      given = answer(text);
      known.set(text, given);
    }
    return given;
  };
}
