import type { GreyPicture } from '../picture';
import { dilate, erode } from './dilate';
import type { Element } from './element';

/** Erosion, then dilation: takes bright things away that the element does not fit into. OpenCV's MORPH_OPEN. */
export function openPicture(picture: GreyPicture, element: Element): GreyPicture {
  return dilate(erode(picture, element), element);
}

/** Dilation, then erosion: fills dark things that the element does not fit into. OpenCV's MORPH_CLOSE. */
export function closePicture(picture: GreyPicture, element: Element): GreyPicture {
  return erode(dilate(picture, element), element);
}

/** The bright things that an opening takes away: how far the picture stands above it. OpenCV's MORPH_TOPHAT. */
export function topHat(picture: GreyPicture, element: Element): GreyPicture {
  return above(picture, openPicture(picture, element));
}

/** The dark things that a closing fills: how far it stands above the picture. OpenCV's MORPH_BLACKHAT. */
export function blackHat(picture: GreyPicture, element: Element): GreyPicture {
  return above(closePicture(picture, element), picture);
}

/** Below 0 where an element of an even side moves the opening: 0 there. */
function above(upper: GreyPicture, lower: GreyPicture): GreyPicture {
  const data = new Uint8Array(upper.data.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.max(0, (upper.data[i] ?? 0) - (lower.data[i] ?? 0));
  return { ...upper, data };
}
