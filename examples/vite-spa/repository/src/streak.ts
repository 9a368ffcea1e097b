/** Days in a row up to the last one. */
export function streak(days: readonly boolean[]): number {
  return days.length - 1 - days.lastIndexOf(false);
}
