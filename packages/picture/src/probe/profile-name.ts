/** The name that a camera's settings page gives to a profile, from the codec text. */

const h264Profiles: Readonly<Record<number, string>> = {
  66: 'Baseline',
  77: 'Main',
  88: 'Extended',
  100: 'High',
  110: 'High 10',
  122: 'High 4:2:2',
  244: 'High 4:4:4',
};
const h265Profiles: Readonly<Record<number, string>> = { 1: 'Main', 2: 'Main 10', 4: 'Rext' };

/** `avc1.64001f` is `High`, `hev1.1.6.L93.B0` is `Main`; null where no name is known. */
export function profileNameOf(codecString: string): string | null {
  const h264 = /^avc1\.([0-9a-f]{2})([0-9a-f]{2})/i.exec(codecString);
  if (h264 !== null) {
    const profile = Number.parseInt(h264[1] ?? '', 16);
    const constrained = (Number.parseInt(h264[2] ?? '', 16) & 0x40) !== 0;
    const name = h264Profiles[profile] ?? null;
    return profile === 66 && constrained ? 'Constrained Baseline' : name;
  }
  const h265 = /^hev1\.[ABC]?(\d+)\./.exec(codecString);
  return h265Profiles[Number(h265?.[1] ?? 0)] ?? null;
}
