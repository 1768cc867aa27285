/** The law of the place: pure, no clock, no disk. */

export {
  type Authorisation,
  type Camera,
  type CameraPosition,
  type CameraState,
  type Framing,
  framings,
  type MaskChoice,
  type MaskPoint,
  type MaskVersion,
  type Purpose,
  purposes,
  type StreamAddress,
} from './camera.ts';
export {
  type Clearance,
  type Person,
  type Post,
  posts,
  type Right,
  rights,
  type ViewingMotive,
  viewingMotives,
} from './person.ts';
export type { Decision, Permission, Refusal, Words } from './words.ts';
