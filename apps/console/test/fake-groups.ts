/** Groups of cameras of the fake town, one of them empty. */

import type { CameraGroupView } from '@beffroi/wire';

export const cameraGroups: readonly CameraGroupView[] = [
  {
    ...{ id: 'grp_centre', communeId: 'com_valbruant', name: 'Centre-ville' },
    cameraIds: ['cam_mairie', 'cam_halle', 'cam_gare'],
  },
  { id: 'grp_ecoles', communeId: 'com_valbruant', name: 'Écoles', cameraIds: [] },
];
