const INITIAL_BYTES = 64 * 1024;
/** One huge batch must not pin its buffer for the rest of the run. */
const MAX_KEPT_BYTES = 32 * 1024 * 1024;
const ZERO = 48;
const MINUS = 45;
const BILLION = 1_000_000_000;

/** Bytes that grow at their end; written to by the fields of a CSV file without an object per value. */
export class CsvOutput {
  bytes: Buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  size = 0;

  /** Makes room for so many bytes more. Fields ask before they write, and write without further checks. */
  reserve(count: number): void {
    const wanted = this.size + count;
    if (wanted <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(wanted, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.size);
    this.bytes = grown;
  }

  /** Gives what was written; it holds until the next byte is. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.size);
    this.size = 0;
    if (this.bytes.length > MAX_KEPT_BYTES) this.bytes = Buffer.allocUnsafe(INITIAL_BYTES);
    return taken;
  }

  byte(value: number): void {
    this.bytes[this.size++] = value;
  }

  /** Writes characters that are ASCII, such as the spelling of a number. */
  ascii(text: string): void {
    this.reserve(text.length);
    for (let index = 0; index < text.length; index++) this.bytes[this.size++] = text.charCodeAt(index);
  }

  /** Writes a whole number below 2^53 in magnitude; needs room for 17 bytes. */
  integer(value: number): void {
    let rest = value;
    if (rest < 0) {
      this.bytes[this.size++] = MINUS;
      rest = -rest;
    }
    if (rest < BILLION) {
      this.digits(rest, digitCount(rest));
      return;
    }
    const high = Math.floor(rest / BILLION);
    this.digits(high, digitCount(high));
    this.digits(rest - high * BILLION, 9);
  }

  /** Writes a number of at most nine digits with leading zeros. */
  digits(value: number, count: number): void {
    const { bytes } = this;
    let rest = value | 0;
    for (let at = this.size + count - 1; at >= this.size; at--) {
      const next = (rest / 10) | 0;
      bytes[at] = ZERO + rest - next * 10;
      rest = next;
    }
    this.size += count;
  }
}

function digitCount(value: number): number {
  if (value < 10_000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4;
  if (value < 1_000_000) return value < 100_000 ? 5 : 6;
  return value < 100_000_000 ? (value < 10_000_000 ? 7 : 8) : 9;
}
