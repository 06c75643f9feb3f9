import { Vector, type Misfit } from './vector.ts';

/** One text for every row of a batch, such as the load id; costs nothing per row. */
export class ConstantVector extends Vector {
  override readonly dataType = 'text';
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  override get byteLength(): number {
    return 0;
  }

  /** Appends the constant, whatever the values are: the column has no other. */
  override appendRun(_values: readonly unknown[], count: number, _misfit: Misfit): void {
    this.appendConstant(count);
  }

  appendConstant(rows: number): void {
    this.length += rows;
    this.count += rows;
  }

  override compact(keep: Uint8Array): void {
    let length = 0;
    for (let row = 0; row < this.length; row++) length += keep[row] ?? 0;
    this.length = length;
    this.count = length;
  }
}
