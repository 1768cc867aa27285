/**
 * Addresses of the console: a camera, a time, a tab are links that can be sent. What stands in the
 * address is checked here, so that a page only meets values it knows. Pages load when first opened;
 * all but sign-in, enrolment and the accessibility statement want a signed-in person.
 */

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { queryClient } from './api/client.ts';
import { patiently } from './api/patient-load.ts';
import { providerAnswer, returnPath } from './api/provider-answer.ts';
import { sessionQuery } from './api/queries.ts';
import { CentreAway, Loading, NotFound, OpenFrame, SignedInFrame } from './shell/frames.tsx';

type Search = Readonly<Record<string, string | number | boolean>>;

/** Plain values of the address; objects and arrays are dropped. */
function plainSearch(raw: Record<string, unknown>): Search {
  const kept = Object.entries(raw).filter(
    (pair): pair is [string, string | number | boolean] =>
      typeof pair[1] === 'string' || typeof pair[1] === 'number' || typeof pair[1] === 'boolean',
  );
  return Object.fromEntries(kept);
}

function word(raw: Record<string, unknown>, name: string): string | undefined {
  const value = raw[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const root = createRootRoute({ notFoundComponent: NotFound });

const open = createRoute({ getParentRoute: () => root, id: 'open', component: OpenFrame });

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: SignedInFrame,
  errorComponent: CentreAway,
  beforeLoad: async ({ location }) => {
    const session = await queryClient.query({ ...sessionQuery, staleTime: 60_000 });
    if (session.person === null) {
      throw redirect({ to: '/sign-in', search: { from: location.href } });
    }
  },
});

export const wallRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  validateSearch: plainSearch,
  component: lazyRouteComponent(
    patiently(() => import('./pages/wall/wall-page.tsx')),
    'WallPage',
  ),
});

export const playbackRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/playback',
  validateSearch: plainSearch,
  component: lazyRouteComponent(
    patiently(() => import('./pages/playback/playback-page.tsx')),
    'PlaybackPage',
  ),
});

const mapRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/map',
  validateSearch: (raw: Record<string, unknown>) => {
    const camera = word(raw, 'camera');
    return camera === undefined ? {} : { camera };
  },
  component: lazyRouteComponent(
    patiently(() => import('./pages/map/map-page.tsx')),
    'MapPage',
  ),
});

const camerasRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/cameras',
  component: lazyRouteComponent(
    patiently(() => import('./pages/cameras/cameras-page.tsx')),
    'CamerasPage',
  ),
});

const newCameraRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/cameras/new',
  component: lazyRouteComponent(
    patiently(() => import('./pages/cameras/new-camera-page.tsx')),
    'NewCameraPage',
  ),
});

const cameraRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/cameras/$cameraId',
  validateSearch: (raw: Record<string, unknown>) => {
    const tab = word(raw, 'tab');
    return tab === 'masks' || tab === 'place' || tab === 'streams' ? { tab } : {};
  },
  component: lazyRouteComponent(
    patiently(() => import('./pages/cameras/camera-page.tsx')),
    'CameraPage',
  ),
});

const healthRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/health',
  component: lazyRouteComponent(
    patiently(() => import('./pages/health/health-page.tsx')),
    'HealthPage',
  ),
});

const peopleRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/people',
  validateSearch: (raw: Record<string, unknown>) => {
    const person = word(raw, 'person');
    return person === undefined ? {} : { person };
  },
  component: lazyRouteComponent(
    patiently(() => import('./pages/people/people-page.tsx')),
    'PeoplePage',
  ),
});

const holdsRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/holds',
  component: lazyRouteComponent(
    patiently(() => import('./pages/holds/holds-page.tsx')),
    'HoldsPage',
  ),
});

const emergenciesRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/emergencies',
  component: lazyRouteComponent(
    patiently(() => import('./pages/emergencies/emergencies-page.tsx')),
    'EmergenciesPage',
  ),
});

const confirmationsRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/confirmations',
  component: lazyRouteComponent(
    patiently(() => import('./pages/confirmations/confirmations-page.tsx')),
    'ConfirmationsPage',
  ),
});

const registersRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/registers',
  component: lazyRouteComponent(
    patiently(() => import('./pages/registers/registers-page.tsx')),
    'RegistersPage',
  ),
});

const accountRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: lazyRouteComponent(
    patiently(() => import('./pages/account/account-page.tsx')),
    'AccountPage',
  ),
});

const signInRoute = createRoute({
  getParentRoute: () => open,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>) => {
    const from = word(raw, 'from');
    return from === undefined ? {} : { from };
  },
  component: lazyRouteComponent(
    patiently(() => import('./pages/sign-in/sign-in-page.tsx')),
    'SignInPage',
  ),
});

const returnRoute = createRoute({
  getParentRoute: () => open,
  path: returnPath,
  beforeLoad: () => {
    if (providerAnswer === '') {
      throw redirect({ to: '/sign-in' });
    }
  },
  component: lazyRouteComponent(
    patiently(() => import('./pages/sign-in/return-page.tsx')),
    'ReturnPage',
  ),
});

const enrolRoute = createRoute({
  getParentRoute: () => open,
  path: '/enrol/$token',
  component: lazyRouteComponent(
    patiently(() => import('./pages/enrol/enrol-page.tsx')),
    'EnrolPage',
  ),
});

const accessibilityRoute = createRoute({
  getParentRoute: () => open,
  path: '/accessibilite',
  component: lazyRouteComponent(
    patiently(() => import('./pages/account/accessibility-page.tsx')),
    'AccessibilityPage',
  ),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signedIn.addChildren([
      wallRoute,
      playbackRoute,
      mapRoute,
      camerasRoute,
      newCameraRoute,
      cameraRoute,
      healthRoute,
      peopleRoute,
      holdsRoute,
      emergenciesRoute,
      confirmationsRoute,
      registersRoute,
      accountRoute,
    ]),
    open.addChildren([signInRoute, returnRoute, enrolRoute, accessibilityRoute]),
  ]),
  defaultPendingComponent: Loading,
  defaultErrorComponent: CentreAway,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
