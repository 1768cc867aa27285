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
  boxAt,
  findBox,
  freeBox,
  isOwnBox,
  ownBox,
  ownBoxHeadBytes,
  paddingBytes,
} from './fmp4/box.ts';
export {
  type Fragment,
  type FragmentPicture,
  fragmentBytesMax,
  fragmentHead,
} from './fmp4/fragment.ts';
export {
  type InitSegment,
  initSegment,
  type RecordingLabel,
  readInitSegment,
} from './fmp4/init-segment.ts';
export { type FragmentFacts, readFragment, readFragmentFacts } from './fmp4/read-fragment.ts';
export { withoutReordering } from './h264/no-reordering.ts';
export { type H264Sps, parseH264Sps } from './h264/sps.ts';
export { type H265Sps, parseH265Sps } from './h265/sps.ts';
export {
  checkGeometry,
  type GeometryFault,
  type GeometryFaultCode,
} from './mask/check-geometry.ts';
export { drawMask, fillPlanes, type Planes, pixelatePlanes, solidColour } from './mask/draw.ts';
export {
  type MaskGeometry,
  type MaskStyle,
  maskLimits,
  type Point,
  type Polygon,
} from './mask/polygon.ts';
export {
  insidePixels,
  type MaskRaster,
  marginPx,
  type PixelRow,
  rasterise,
} from './mask/raster.ts';
export { veil } from './mask/veil.ts';
export { isSameShape, zonesForShape } from './mask/zones-for-shape.ts';
export {
  annexBNalUnits,
  annexBToLengthPrefixed,
  joinNalUnits,
  lengthPrefixedToAnnexB,
  nalUnits,
} from './nal.ts';
export {
  judgeStream,
  orderedRates,
  orderedSizes,
  type ProbeFinding,
  type ProbeWish,
  type ProbeWords,
  type StreamMeasure,
} from './probe/judge-stream.ts';
export { profileNameOf } from './probe/profile-name.ts';
export {
  isRtcp,
  parseRtp,
  parseSenderReport,
  type RtpPacket,
  type SenderReport,
} from './rtp/packet.ts';
export type { StreamOrder } from './rtp/picture-order.ts';
export type { ReceiverGap, ReceiverSink } from './rtp/receiver-sink.ts';
export { ReorderBuffer } from './rtp/reorder-buffer.ts';
export type { TimelineEnd } from './rtp/timeline.ts';
export { type ReceiverOptions, VideoReceiver } from './rtp/video-receiver.ts';
export type { RtspAction, RtspFailureCause } from './rtsp/actions.ts';
export {
  authorizationOf,
  type Challenge,
  type Credentials,
  type DigestChallenge,
  type DigestUse,
  digestResponse,
  type HashText,
  readPairs,
  strongestChallenge,
} from './rtsp/authorization.ts';
export { RtspClient, type RtspClientOptions } from './rtsp/client.ts';
export { type FramerSink, framerLimits, RtspFramer } from './rtsp/framer.ts';
export { headerOf, type RtspMessage, readRtspHead, statusOf } from './rtsp/message.ts';
export { parseSdp, type Sdp, type SdpMedia, type VideoTrack } from './rtsp/sdp.ts';
export { controlUrl, parseRtspUrl, type RtspAddress } from './rtsp/url.ts';
export {
  type FormatFault,
  parameterSetType,
  pictureSizeLimits,
  streamFormatOf,
} from './stream-format.ts';
