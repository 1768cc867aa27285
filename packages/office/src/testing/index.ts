/** Contract suites of the ports: each adapter runs the one of its port. */

export { type KeyRingUnderTest, keyRingContract } from './key-ring-contract.ts';
