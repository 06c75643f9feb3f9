import { unknownName } from './errors.ts';

/** Finds an entry of a list by its name; `what` is the word for it in the error. */
export function findNamed<T extends { readonly name: string }>(list: readonly T[], name: string, what: string): T {
  const found = list.find((item) => item.name === name);
  if (found === undefined)
    throw unknownName(
      what,
      name,
      list.map((item) => item.name),
    );
  return found;
}
