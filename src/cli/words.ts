/** A word of the command line: an option with the value that belongs to it, or a word that belongs to none. */
export type Word =
  | { readonly kind: "stray"; readonly value: string }
  | {
      readonly kind: "option";
      readonly name: string;
      /** As written, with its dashes. */
      readonly rawName: string;
      readonly value: string | undefined;
      /** Written `--name=value`. */
      readonly inlineValue: boolean;
    };

/**
 * Splits the command line: `--name value`, `--name=value`, `-h`; after `--` every word is a stray one. `parseArgs` of
 * node:util does the same, but loading that module takes a webhook call longer than all of its own code.
 */
export function splitWords(args: readonly string[], takesValue: (name: string) => boolean): Word[] {
  const words: Word[] = [];
  const rest = args.values();
  for (const word of rest) {
    if (word === "--") words.push(...rest.map((value) => ({ kind: "stray", value }) as const));
    else if (!word.startsWith("-") || word === "-") words.push({ kind: "stray", value: word });
    else words.push(readOption(word, takesValue, rest));
  }
  return words;
}

const SHORT: Readonly<Record<string, string>> = { "-h": "help" };

function readOption(word: string, takesValue: (name: string) => boolean, rest: Iterator<string, undefined>): Word {
  const equals = word.startsWith("--") ? word.indexOf("=", 3) : -1;
  const inlineValue = equals >= 0;
  const rawName = inlineValue ? word.slice(0, equals) : word;
  const name = rawName.startsWith("--") ? rawName.slice(2) : (SHORT[rawName] ?? rawName);
  const value = inlineValue ? word.slice(equals + 1) : takesValue(name) ? rest.next().value : undefined;
  return { kind: "option", name, rawName, value, inlineValue };
}
