/**
 * The cameras on the WebGL map: HTML buttons that the map library keeps in place. Enter or a press
 * chooses one; with a mouse it can be dragged off the map onto a place of the wall, like its line in the
 * list. A mark is changed where it stands when its camera changes, so that focus and a drag in hand
 * survive every report of the recorders.
 */

import type { CameraView } from '@beffroi/wire';
import { type MapLibreMap, Marker } from 'maplibre-gl';
import type { Condition } from '../cameras/condition.ts';
import { carryCamera } from '../wall/camera-drag.ts';
import { markShapes } from './camera-mark.tsx';

interface Mark {
  readonly marker: Marker;
  readonly button: HTMLButtonElement;
}

export interface ShownCameras {
  readonly cameras: readonly CameraView[];
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly currentId: string | undefined;
}

export class GlMarks {
  readonly #map: MapLibreMap;
  readonly #choose: (cameraId: string) => void;
  readonly #marks = new Map<string, Mark>();

  constructor(map: MapLibreMap, choose: (cameraId: string) => void) {
    this.#map = map;
    this.#choose = choose;
  }

  show({ cameras, conditions, currentId }: ShownCameras): void {
    const shown = new Set<string>();
    for (const camera of cameras) {
      const condition = conditions.get(camera.id);
      if (camera.position !== null && condition !== undefined) {
        const { longitude, latitude } = camera.position;
        const { marker, button } = this.#marks.get(camera.id) ?? this.#add(camera.id);
        dress(button, camera, condition, camera.id === currentId);
        const here = marker.setLngLat([longitude, latitude]);
        if (!button.isConnected) {
          here.addTo(this.#map);
        }
        shown.add(camera.id);
      }
    }
    for (const [id, { marker }] of this.#marks) {
      if (!shown.has(id)) {
        marker.remove();
        this.#marks.delete(id);
      }
    }
  }

  close(): void {
    for (const { marker } of this.#marks.values()) {
      marker.remove();
    }
    this.#marks.clear();
  }

  #add(cameraId: string): Mark {
    const button = document.createElement('button');
    button.type = 'button';
    button.addEventListener('click', () => this.#choose(cameraId));
    // The library lets nothing be dragged out of a marker: what is dragged must not tell it.
    button.addEventListener('mousedown', (event) => event.stopPropagation());
    button.addEventListener('dragstart', (event) => {
      event.stopPropagation();
      if (event.dataTransfer !== null) {
        carryCamera(event.dataTransfer, cameraId);
      }
    });
    const element = document.createElement('div');
    element.append(button);
    const mark = { marker: new Marker({ element }), button };
    this.#marks.set(cameraId, mark);
    return mark;
  }
}

const svgSpace = 'http://www.w3.org/2000/svg';

function dress(
  button: HTMLButtonElement,
  camera: CameraView,
  condition: Condition,
  isCurrent: boolean,
): void {
  button.className = `p-gl-mark b-tone-${condition.tone}`;
  button.title = camera.name;
  button.draggable = camera.may.watchLive.allowed;
  button.setAttribute('aria-pressed', String(isCurrent));
  const name = textOf(camera.name, isCurrent ? 'p-gl-name' : 'p-gl-name b-hidden');
  button.replaceChildren(shapeOf(condition), name, textOf(condition.label, 'b-hidden'));
  // The chosen one stands before those around it.
  button.parentElement?.classList.toggle('p-gl-chosen', isCurrent);
}

function shapeOf({ tone }: Condition): SVGElement {
  const svg = document.createElementNS(svgSpace, 'svg');
  svg.setAttribute('viewBox', '-9 -9 18 18');
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(svgSpace, 'path');
  shape.setAttribute('d', markShapes[tone]);
  shape.setAttribute('fill', 'currentColor');
  shape.setAttribute('fill-rule', 'evenodd');
  svg.append(shape);
  return svg;
}

function textOf(text: string, className: string): HTMLElement {
  const span = document.createElement('span');
  span.className = className;
  span.textContent = text;
  return span;
}
