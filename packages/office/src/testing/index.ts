/** Fakes of the office's ports, an example town, and an office that stands on them. Tests only. */

export { confirmed } from './confirmed.ts';
export {
  exampleCameraIds,
  exampleCommunes,
  examplePeople,
  exampleZone,
  seedExampleTown,
} from './example-town.ts';
export type { FactsCase } from './facts-case.ts';
export { factsContract } from './facts-contract.ts';
export { createFakeFacts, type FakeFacts } from './fake-facts.ts';
export {
  createFakeKeyRing,
  createSeededChance,
  createSteeredClock,
  type FakeKeyRing,
  fakeCodeAt,
  fakePasswordHasher,
  fakeSecretBox,
  fakeTotp,
  type SteeredClock,
} from './fake-world.ts';
export { type KeyRingUnderTest, keyRingContract } from './key-ring-contract.ts';
export { exampleRecording } from './recordings-contract.ts';
export { type SealedFilesUnderTest, sealedFilesContract } from './sealed-files-contract.ts';
export { sha256 } from './sha256.ts';
export { createTestOffice, silentStates, type TestOffice, testSettings } from './test-office.ts';
