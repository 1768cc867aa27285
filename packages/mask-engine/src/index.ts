/** Masked pictures: decode, fill, encode; check, still, read-back. */

export { type AdmissionRefusal, admit, estimateCores, type StreamCost } from './admission.ts';
export type { HiddenHow } from './check/hidden-regions.ts';
export { createKeyFrameVerifier } from './check/key-frame-verifier.ts';
export {
  type ReadBack,
  type ReadBackOptions,
  type ReadBackPart,
  readBackFile,
} from './check/read-back.ts';
export { createFfmpegTranscoders, type FfmpegTranscodersOptions } from './ffmpeg/transcoders.ts';
export {
  declaredNoneNeeded,
  maskedByCamera,
  maskedByEngine,
  maskedFromLink,
  maskedFromWorker,
} from './masked-maker.ts';
export { type EncoderFigures, measureEncoder } from './native/measure-encoder.ts';
export { createNodeAvTranscoders } from './native/transcoders.ts';
export { createGopRecoder, type GopRecoder } from './recode/gop-recoder.ts';
export type { RecodedGop } from './recode/recode-gop.ts';
export { decodeStill } from './still/decode-still.ts';
export { createMaskWorkers, type MaskWorkersOptions } from './worker/mask-workers.ts';
