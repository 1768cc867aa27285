/** What tests, benchmarks and screenshots share. Imported by no product code. */

export {
  chromiumPath,
  enrolPasskey,
  entered,
  enterWithPasskey,
  hasChromium,
  launchChromium,
  post,
  send,
  signInByLink,
  signInForDemonstration,
  totpCode,
  type VirtualAuthenticator,
  virtualAuthenticator,
} from './chromium.ts';
export { type HttpPerson, signInOverHttp } from './http-person.ts';
export {
  formatForTests,
  maskedForTests,
  type PictureForTests,
  pictureForTests,
} from './masked-for-tests.ts';
export { MemoryKeyRing } from './memory-key-ring.ts';
export { noPostgres15, type Postgres15, startPostgres15 } from './postgres-15.ts';
export { family, killMatching, type RunningProcess } from './processes.ts';
export { freePort, type HouseWish, type RunningHouse, startHouse } from './running-house.ts';
export { SoftwarePasskey } from './software-passkey.ts';
export { SteeredClock, seededChance, seededRandom } from './steered-clock.ts';
