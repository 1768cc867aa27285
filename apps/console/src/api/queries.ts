/**
 * What pages read, as react-query hooks. The first word of each key is the word of the live socket's
 * `changed` message, so that one `invalidate(['cameras'])` refreshes every page that shows cameras.
 */

import type {
  AccountView,
  AlarmView,
  CameraGroupView,
  CameraView,
  CommuneView,
  ConfirmationView,
  EmergencyView,
  HealthView,
  HoldView,
  LayoutView,
  MaskVersionView,
  PersonView,
} from '@beffroi/wire';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { ask } from './client.ts';
import type { Session } from './session.ts';

/** Slow safety net under the live socket. */
const refetchMs = 60_000;

export const sessionQuery = {
  queryKey: ['session'],
  queryFn: () => ask<Session>('GET', '/api/session'),
} as const;

/** The town and the person signed in; `person` null before sign-in. */
export function useSession(): UseQueryResult<Session> {
  return useQuery({ ...sessionQuery, refetchInterval: refetchMs });
}

export function useCameras(): UseQueryResult<CameraView[]> {
  return useQuery({
    queryKey: ['cameras'],
    queryFn: () => ask<CameraView[]>('GET', '/api/cameras'),
    refetchInterval: refetchMs,
  });
}

export function useMaskVersions(cameraId: string): UseQueryResult<MaskVersionView[]> {
  return useQuery({
    queryKey: ['cameras', cameraId, 'masks'],
    queryFn: () => ask<MaskVersionView[]>('GET', `/api/cameras/${cameraId}/masks`),
  });
}

export function useCommunes(): UseQueryResult<CommuneView[]> {
  return useQuery({
    queryKey: ['communes'],
    queryFn: () => ask<CommuneView[]>('GET', '/api/communes'),
  });
}

/** One's own emergency accesses, and those that one may review. */
export function useEmergencies(): UseQueryResult<EmergencyView[]> {
  return useQuery({
    queryKey: ['emergencies'],
    queryFn: () => ask<EmergencyView[]>('GET', '/api/emergencies'),
    refetchInterval: refetchMs,
  });
}

/** What is in a group is told with the cameras. */
export function useCameraGroups(): UseQueryResult<CameraGroupView[]> {
  return useQuery({
    queryKey: ['cameras', 'groups'],
    queryFn: () => ask<CameraGroupView[]>('GET', '/api/camera-groups'),
  });
}

export function usePeople(): UseQueryResult<PersonView[]> {
  return useQuery({
    queryKey: ['people'],
    queryFn: () => ask<PersonView[]>('GET', '/api/people'),
  });
}

/** What justice keeps, on cameras of one's reach. */
export function useHolds(): UseQueryResult<HoldView[]> {
  return useQuery({
    queryKey: ['holds'],
    queryFn: () => ask<HoldView[]>('GET', '/api/holds'),
    refetchInterval: refetchMs,
  });
}

/** Sensitive acts that wait: one's own of this session, and those of others for this person. */
export function useConfirmations(): UseQueryResult<ConfirmationView[]> {
  return useQuery({
    queryKey: ['confirmations'],
    queryFn: () => ask<ConfirmationView[]>('GET', '/api/confirmations'),
    refetchInterval: refetchMs,
  });
}

/** Read again while it waits, because it ends by the clock too. */
export function useConfirmation(id: string): UseQueryResult<ConfirmationView> {
  return useQuery({
    queryKey: ['confirmations', id],
    queryFn: () => ask<ConfirmationView>('GET', `/api/confirmations/${id}`),
    refetchInterval: 10_000,
  });
}

/** One's own ways in and open sessions. */
export function useAccount(): UseQueryResult<AccountView> {
  return useQuery({
    queryKey: ['account'],
    queryFn: () => ask<AccountView>('GET', '/api/account'),
  });
}

export function useLayouts(): UseQueryResult<LayoutView[]> {
  return useQuery({
    queryKey: ['layouts'],
    queryFn: () => ask<LayoutView[]>('GET', '/api/layouts'),
  });
}

export function useAlarms(): UseQueryResult<AlarmView[]> {
  return useQuery({
    queryKey: ['alarms'],
    queryFn: () => ask<AlarmView[]>('GET', '/api/alarms'),
    refetchInterval: refetchMs,
  });
}

export function useHealth(): UseQueryResult<HealthView> {
  return useQuery({
    queryKey: ['health'],
    queryFn: () => ask<HealthView>('GET', '/api/health'),
    refetchInterval: 15_000,
  });
}
