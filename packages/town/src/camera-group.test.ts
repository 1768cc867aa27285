import type { Id } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CameraGroup,
  cameraGroupsMax,
  camerasNamed,
  checkCameraGroup,
  checkNamedGroups,
} from './camera-group.ts';

const vermeil = 'com_vermeil' as Id<'commune'>;
const doucet = 'com_doucet' as Id<'commune'>;
const place = 'cam_place' as Id<'camera'>;
const marche = 'cam_marche' as Id<'camera'>;
const cameras = new Map([
  [place, { communeId: vermeil }],
  [marche, { communeId: doucet }],
]);

function group(name: string, cameraIds: readonly Id<'camera'>[], communeId = vermeil): CameraGroup {
  return { id: `grp_${name}` as Id<'cameraGroup'>, communeId, name, cameraIds };
}

describe('a group that may be written', () => {
  test('OPS-15 it holds cameras of its commune only, under a name of its own', () => {
    const codeOf = (wish: CameraGroup, others: readonly CameraGroup[] = []) => {
      const checked = checkCameraGroup(wish, cameras, others);
      return checked.ok ? 'ok' : checked.error.code;
    };
    expect(codeOf(group('ecoles', [place]))).toBe('ok');
    expect(codeOf(group('vide', []))).toBe('ok');
    expect(codeOf(group('autre', [marche]))).toBe('group-camera-elsewhere');
    expect(codeOf(group('nulle', ['cam_none' as Id<'camera'>]))).toBe('unknown-camera');
    expect(codeOf(group('ecoles', []), [group(' ECOLES', [])])).toBe('group-name-taken');
    expect(codeOf(group('ecoles', []), [group('ecoles', [], doucet)])).toBe('ok');
    const many = Array.from({ length: cameraGroupsMax }, (_, index) => group(`g${index}`, []));
    expect(codeOf(group('one-more', []), many)).toBe('groups-too-many');
    expect(codeOf(group('one-more', []), many.slice(1))).toBe('ok');
  });

  test('OPS-15 a clearance names groups of its communes', () => {
    const known = new Map([['grp_ecoles', group('ecoles', [place])]]);
    const named = (communeId: Id<'commune'>, groupId: string) =>
      checkNamedGroups(
        { communeIds: [communeId], groupIds: [groupId as Id<'cameraGroup'>] },
        known,
      );
    expect(named(vermeil, 'grp_ecoles').ok).toBe(true);
    expect(named(doucet, 'grp_ecoles')).toMatchObject({ error: { code: 'group-elsewhere' } });
    expect(named(vermeil, 'grp_none')).toMatchObject({ error: { code: 'unknown-group' } });
  });
});

test('OPS-15 what a clearance comes to is what it names, whatever groups there are', () => {
  const ids = ['cam_a', 'cam_b', 'cam_c', 'cam_d'] as Id<'camera'>[];
  const someGroups = fc.array(fc.subarray(ids), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      someGroups,
      fc.option(fc.subarray(ids)),
      fc.subarray([0, 1, 2, 3, 9]),
      (held, own, named) => {
        const groups = new Map(held.map((each, at) => [`grp_${at}`, group(String(at), each)]));
        const groupIds = named.map((at) => `grp_${at}` as Id<'cameraGroup'>);
        const wanted = new Set([...(own ?? []), ...named.flatMap((at) => held[at] ?? [])]);
        expect(camerasNamed({ cameraIds: own, groupIds }, groups)).toEqual(
          own === null && named.length === 0 ? null : wanted,
        );
      },
    ),
  );
});
