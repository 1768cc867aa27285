/** Whether this browser can draw with WebGL 2, asked once; without it the map is SVG. */

let known: boolean | undefined;

export function hasWebGl(): boolean {
  known ??= document.createElement('canvas').getContext('webgl2') !== null;
  return known;
}
