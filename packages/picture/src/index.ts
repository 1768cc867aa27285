/** Pictures as bytes: pure, no I/O. */

export {
  type AccessUnit,
  type ClearAccessUnit,
  type MaskedAccessUnit,
  type MaskMark,
  type StreamFormat,
  ticksPerSecond,
  type VideoCodec,
} from './access-unit.ts';
export {
  type MaskGeometry,
  type MaskStyle,
  maskLimits,
  type Point,
  type Polygon,
} from './mask/polygon.ts';
