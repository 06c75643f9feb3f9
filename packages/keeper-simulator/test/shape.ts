/** The structure of JSON values seen so far: types, elements of lists, members of objects and how often each was there. */
export interface Shape {
  readonly types: Set<string>;
  readonly fields: Map<string, { readonly shape: Shape; count: number }>;
  objects: number;
  items: Shape | null;
}

/** Adds a value to a shape; an integer above 2^53 is a type of its own. */
export function addToShape(shape: Shape, value: unknown): Shape {
  shape.types.add(typeOf(value));
  if (Array.isArray(value)) {
    for (const item of value) shape.items = addToShape(shape.items ?? emptyShape(), item);
  } else if (typeof value === 'object' && value !== null) {
    shape.objects += 1;
    for (const [key, member] of Object.entries(value)) {
      const field = shape.fields.get(key) ?? { shape: emptyShape(), count: 0 };
      shape.fields.set(key, field);
      field.count += 1;
      addToShape(field.shape, member);
    }
  }
  return shape;
}

export function shapeOf(value: unknown): Shape {
  return addToShape(emptyShape(), value);
}

function emptyShape(): Shape {
  return { types: new Set(), fields: new Map(), objects: 0, items: null };
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'bigint') return 'integer above 2^53';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/**
 * What differs between a recorded and a simulated shape, as sentences with the place. A field that was always there may be
 * missing, and one that was never there may be there, only if `mayBeMissing` names it, and one that was missing at times must be missing at times.
 */
export function differences(
  recorded: Shape,
  simulated: Shape,
  mayBeMissing: readonly string[],
  freeObjects: readonly string[],
  /** Only a part of the rows: fields may be there or not, but no other ones, and of the same types. */
  partly = false,
  place = '$',
): readonly string[] {
  const found: string[] = [];
  const types = (shape: Shape): string => [...shape.types].toSorted().join('|');
  if (types(recorded) !== types(simulated)) {
    found.push(`${place} is ${types(simulated)}, recorded ${types(recorded)}`);
  }
  if (recorded.items !== null && simulated.items === null) found.push(`${place} has no elements`);
  if (recorded.items !== null && simulated.items !== null) {
    found.push(...differences(recorded.items, simulated.items, mayBeMissing, freeObjects, partly, `${place}[]`));
  }
  if (freeObjects.includes(place)) return found;
  for (const [key, field] of recorded.fields) {
    const here = `${place}.${key}`;
    const other = simulated.fields.get(key);
    if (other === undefined) {
      if (!partly) found.push(`${here} is never there`);
      continue;
    }
    const wasOptional = field.count < recorded.objects;
    const isOptional = other.count < simulated.objects;
    if (wasOptional && !isOptional && !partly)
      found.push(`${here} is always there, but was missing in some recorded rows`);
    if (isOptional && !wasOptional && !partly && !mayBeMissing.includes(key)) {
      found.push(`${here} is missing in some rows, but was always there`);
    }
    found.push(...differences(field.shape, other.shape, mayBeMissing, freeObjects, partly, here));
  }
  for (const key of simulated.fields.keys()) {
    if (!recorded.fields.has(key) && !mayBeMissing.includes(key)) found.push(`${place}.${key} was never recorded`);
  }
  return found;
}
