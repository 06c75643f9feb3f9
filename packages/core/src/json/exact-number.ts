/** A number that was written as a double although it is whole (`1.0`, `1e3`), so that inference keeps it a double. */
export class DoubleValue {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A number whose digits a double cannot hold: plain decimal notation, without exponent or needless zeros. */
export class ExactDecimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
