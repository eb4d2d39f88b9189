export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Trend {
  /** How much y grows with each x. */
  readonly slope: number;
  /** Twice the standard error of the slope: that far off it may well be. */
  readonly error: number;
}

/** A line through the points by least squares; NaN of fewer than three. */
export function trendOf(points: readonly Point[]): Trend {
  const middle = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [middle((point) => point.x), middle((point) => point.y)];
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  const slope = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
  const beside = points.reduce((sum, point) => sum + (point.y - y - slope * (point.x - x)) ** 2, 0);
  return { slope, error: 2 * Math.sqrt(beside / (points.length - 2) / spread) };
}
