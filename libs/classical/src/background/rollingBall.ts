import { type GreyPicture, requireSize } from '../picture';

/**
 * How high the top of a ball stands that rolls below the grey values as below a landscape (S. R. Sternberg, IEEE Computer
 * 1983): bright things that the ball does not fit into are not in it. Equal to scikit-image's `rolling_ball`, rounded down
 * to whole grey values as there; what lies outside the picture does not hold the ball.
 *
 * @param radius of the ball, in pixels and grey values alike
 * @throws RangeError when the pixels do not fill the size or the radius is not 1 to 255
 */
export function rollingBall(picture: GreyPicture, radius: number): GreyPicture {
  requireSize(picture);
  if (!(radius >= 1 && radius <= 255)) throw new RangeError(`a radius of ${radius}, not 1 to 255`);
  const { width, height, data } = picture;
  const heights = new Float64Array(data.length).fill(Number.POSITIVE_INFINITY);
  const reach = Math.ceil(radius);
  for (let down = -reach; down <= reach; down++) {
    for (let right = -reach; right <= reach; right++) {
      const square = down * down + right * right;
      if (Math.sqrt(square) > radius) continue;
      const drop = radius - Math.sqrt(Math.max(0, radius * radius - square));
      const [top, bottom] = [Math.max(0, -down), Math.min(height, height - down)];
      const [left, end] = [Math.max(0, -right), Math.min(width, width - right)];
      for (let y = top; y < bottom; y++) {
        const step = down * width + right;
        for (let i = y * width + left; i < y * width + end; i++) {
          const height = (data[i + step] ?? 0) + drop;
          if (height < (heights[i] ?? 0)) heights[i] = height;
        }
      }
    }
  }
  return { width, height, data: Uint8Array.from(heights, Math.floor) };
}
