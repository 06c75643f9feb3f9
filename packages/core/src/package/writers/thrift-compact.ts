/** Field types of Thrift's compact protocol (Apache Thrift, "Thrift Compact protocol encoding"). */
const TRUE = 1;
const FALSE = 2;
const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/**
 * Writes structs of Thrift's compact protocol, as far as Parquet's metadata needs it.
 *
 * Fields go in ascending order of their ids; `struct` and `list` nest by callback.
 */
export class ThriftWriter {
  #bytes: Buffer = Buffer.allocUnsafe(1024);
  #size = 0;
  #lastField = 0;

  boolean(field: number, value: boolean): void {
    this.#header(field, value ? TRUE : FALSE);
  }

  i32(field: number, value: number): void {
    this.#header(field, I32);
    this.#zigzag(value);
  }

  /** `value` is a whole number below 2^53. */
  i64(field: number, value: number): void {
    this.#header(field, I64);
    this.#zigzag(value);
  }

  text(field: number, value: string): void {
    this.#header(field, BINARY);
    this.#text(value);
  }

  struct(field: number, body: () => void): void {
    this.#header(field, STRUCT);
    this.#struct(body);
  }

  structs<T>(field: number, items: readonly T[], body: (item: T) => void): void {
    this.#list(field, STRUCT, items.length);
    for (const item of items) this.#struct(() => body(item));
  }

  i32s(field: number, items: readonly number[]): void {
    this.#list(field, I32, items.length);
    for (const item of items) this.#zigzag(item);
  }

  texts(field: number, items: readonly string[]): void {
    this.#list(field, BINARY, items.length);
    for (const item of items) this.#text(item);
  }

  /** Ends the outermost struct and gives its bytes; the writer can be used again. */
  finish(): Buffer {
    this.#byte(0);
    const bytes = Buffer.from(this.#bytes.subarray(0, this.#size));
    this.#size = 0;
    this.#lastField = 0;
    return bytes;
  }

  #struct(body: () => void): void {
    const outer = this.#lastField;
    this.#lastField = 0;
    body();
    this.#byte(0);
    this.#lastField = outer;
  }

  #header(field: number, type: number): void {
    const delta = field - this.#lastField;
    if (delta > 0 && delta < 16) this.#byte((delta << 4) | type);
    else {
      this.#byte(type);
      this.#zigzag(field);
    }
    this.#lastField = field;
  }

  #list(field: number, type: number, length: number): void {
    this.#header(field, LIST);
    if (length < 15) this.#byte((length << 4) | type);
    else {
      this.#byte(0xf0 | type);
      this.#varint(length);
    }
  }

  #text(value: string): void {
    const length = Buffer.byteLength(value);
    this.#varint(length);
    this.#reserve(length);
    this.#bytes.write(value, this.#size);
    this.#size += length;
  }

  #zigzag(value: number): void {
    this.#varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Division instead of shifts: file offsets pass 2^31. */
  #varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.#byte(rest);
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#size++] = value;
  }

  #reserve(bytes: number): void {
    const wanted = this.#size + bytes;
    if (wanted <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(wanted, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#size);
    this.#bytes = grown;
  }
}
