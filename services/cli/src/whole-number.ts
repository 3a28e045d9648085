import { InvalidArgumentError } from 'commander';

/** Reads an option as a whole number from `least` on; anything else ends the command with a sentence. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (!(value >= least)) throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
    return value;
  };
}
