import type { Decimal } from '@ledgerline/core';

/** An exact sum of decimals. */
export class ExactTotal {
  #unscaled = 0n;
  #scale = 0;

  add({ unscaled, scale }: Decimal): void {
    if (scale > this.#scale) {
      this.#unscaled *= 10n ** BigInt(scale - this.#scale);
      this.#scale = scale;
    }
    this.#unscaled += scale === this.#scale ? unscaled : unscaled * 10n ** BigInt(this.#scale - scale);
  }

  get value(): Decimal {
    return { unscaled: this.#unscaled, scale: this.#scale };
  }
}

/** The exact difference. */
export function minus(left: Decimal, right: Decimal): Decimal {
  const total = new ExactTotal();
  total.add(left);
  total.add({ unscaled: -right.unscaled, scale: right.scale });
  return total.value;
}

export function absolute({ unscaled, scale }: Decimal): Decimal {
  return { unscaled: unscaled < 0n ? -unscaled : unscaled, scale };
}

/** Half a unit of the last place, for so many values: what rounding may have moved their sum. */
export function halfUnits(scale: number, values: number): Decimal {
  return { unscaled: 5n * BigInt(values), scale: scale + 1 };
}
