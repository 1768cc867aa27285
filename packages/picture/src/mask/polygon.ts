/**
 * Private zones as polygons in picture coordinates: 0..1 from the left and the top of the displayed
 * picture, so that they survive a change of resolution. At least 3 points, at most 64 a polygon and
 * 32 polygons a camera. Inside is whatever the outline goes round, once or more (non-zero rule), as a
 * browser fills it where a person draws it: an outline that crosses itself leaves no hole.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Polygon = readonly Point[];

/** `solid` fills with dark grey (default, VP-20); `pixelate` draws a strong mosaic. */
export type MaskStyle = 'solid' | 'pixelate';

export interface MaskGeometry {
  readonly style: MaskStyle;
  readonly polygons: readonly Polygon[];
}

export const maskLimits = { polygonsMax: 32, pointsMax: 64 } as const;
