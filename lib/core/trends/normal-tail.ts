/** How rarely chance alone goes so far: the upper tail of the standard normal distribution. */

const SERIES_Z_MAX = 3;
const FRACTION_DEPTH = 60;

/**
 * P(Z > z), relative error below 1e-7 for every z. Near the middle the power series, further out the continued fraction
 * (Abramowitz and Stegun 1964, 26.2.11 and 26.2.14): the series would lose all its digits there.
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return z < SERIES_Z_MAX ? 0.5 - density * powerSeries(z) : density / continuedFraction(z);
}

/** z + z³/3 + z⁵/(3·5) + … */
function powerSeries(z: number): number {
  let sum = 0;
  let term = z;
  for (let odd = 3; term > 1e-17 * sum; odd += 2) {
    sum += term;
    term *= (z * z) / odd;
  }
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))), from the inside out. */
function continuedFraction(z: number): number {
  let fraction = z;
  for (let level = FRACTION_DEPTH; level >= 1; level--) fraction = z + level / fraction;
  return fraction;
}
