/** A canary: this file breaks one law of the house on purpose, so that a test sees it. */

export interface Seen {
  readonly licensePlate: string;
  readonly 'gait': string;
}

export function runFaceRecognition(biometricTemplate: Uint8Array): number {
  return biometricTemplate.length;
}
