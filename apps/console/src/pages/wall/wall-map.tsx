/**
 * A small map in the wall's panel, to drag a camera from where it stands onto a place; Enter on a
 * mark puts it on the selected place, as in the list below, which says the same.
 */

import type { CameraView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.ts';
import { useNowMs } from '../../shell/clock.tsx';
import { FaultNotice, Waiting } from '../../ui/notice.tsx';
import { conditionOf } from '../cameras/condition.ts';
import { useBaseMap } from '../map/base-map.ts';
import { CameraMark } from '../map/camera-mark.tsx';
import { SvgMap } from '../map/svg-map.tsx';

interface WallMapProps {
  readonly cameras: readonly CameraView[];
  readonly onWall: ReadonlySet<string>;
  readonly onPlace: (cameraId: string) => void;
}

export function WallMap({ cameras, onWall, onPlace }: WallMapProps): ReactElement {
  const t = useText();
  const nowMs = useNowMs(30_000);
  const base = useBaseMap();
  if (base.data === undefined) {
    return base.error === null ? <Waiting /> : <FaultNotice fault={base.error} />;
  }
  return (
    <div className="w-map">
      <SvgMap label={t('Carte')} base={base.data} cameras={cameras} focus={null}>
        {(view) =>
          cameras.map((camera) =>
            camera.position === null ? null : (
              <CameraMark
                key={camera.id}
                camera={camera}
                position={camera.position}
                condition={conditionOf(t, camera, nowMs)}
                view={{ ...view, scale: view.scale * markScale }}
                isCurrent={onWall.has(camera.id)}
                isDisabled={!camera.may.watchLive.allowed}
                onPress={() => onPlace(camera.id)}
              />
            ),
          )
        }
      </SvgMap>
    </div>
  );
}

/** The drawing is made for 600 pixels of height; here it has about 240. */
const markScale = 2.5;
