import { ExactDecimal } from '../../json/exact-number.ts';

/** `digits` divided by 10 to the power of `scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** A double is the shortest decimal that it is read back from, as in JSON. */
function decimalOf(value: number | bigint | ExactDecimal): Decimal {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(value instanceof ExactDecimal ? value.text : String(value)) ?? [];
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** Compares numbers by their exact values; negative where `a` comes first. */
export function compareDecimals(a: number | bigint | ExactDecimal, b: number | bigint | ExactDecimal): number {
  const difference = subtract(decimalOf(a), decimalOf(b));
  return difference.digits < 0n ? -1 : difference.digits > 0n ? 1 : 0;
}

/** The exact difference, in plain notation. */
export function subtractDecimals(a: number | bigint | ExactDecimal, b: number): ExactDecimal {
  const { digits, scale } = subtract(decimalOf(a), decimalOf(b));
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  const point = text.length - scale;
  const fraction = text.slice(point).replace(/0+$/, '');
  return new ExactDecimal(`${digits < 0n ? '-' : ''}${text.slice(0, point)}${fraction === '' ? '' : `.${fraction}`}`);
}

function subtract(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: scaled(a, scale) - scaled(b, scale), scale };
}

function scaled({ digits, scale }: Decimal, wanted: number): bigint {
  return digits * 10n ** BigInt(wanted - scale);
}
