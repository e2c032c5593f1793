/** What of a drawing is left without colour: which of its points are ink, however light or dark. */
import type { Locator, Page } from "playwright-core";

export interface Shape {
  readonly width: number;
  readonly height: number;
  /** One letter a point: `#` where it differs from the ground, else a blank. */
  readonly points: string;
}

/** As somebody sees it who sees no colours at all. */
export async function seeGrey(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setEmulatedVisionDeficiency", { type: "achromatopsia" });
}

/** Reads a picture in the page itself, on a canvas: the colour of the first point is the ground. */
const READ_SHAPE = `async (base64) => {
  const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: "image/png" });
  const picture = await createImageBitmap(blob);
  const { width, height } = picture;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  const ground = [data[0], data[1], data[2]];
  const isInk = (at) => ground.some((value, channel) => Math.abs(data[4 * at + channel] - value) > 40);
  return { width, height, points: Array.from({ length: width * height }, (_, at) => (isInk(at) ? "#" : " ")).join("") };
}`;

/** The page must allow it to look at its own pictures: `about:blank` does. */
export async function shapeOf(picture: Locator, eye: Page): Promise<Shape> {
  const taken = await picture.screenshot();
  return await eye.evaluate<Shape>(`(${READ_SHAPE})("${taken.toString("base64")}")`);
}

/** How much of the ink of two drawings is not ink in both: 0 the same shape, 1 nothing in common. */
export function difference(one: Shape, other: Shape): number {
  const width = Math.max(one.width, other.width);
  const height = Math.max(one.height, other.height);
  const isInk = (shape: Shape, x: number, y: number) =>
    x < shape.width && y < shape.height && shape.points[y * shape.width + x] === "#";
  let either = 0;
  let both = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [a, b] = [isInk(one, x, y), isInk(other, x, y)];
      if (a || b) either += 1;
      if (a && b) both += 1;
    }
  }
  return either === 0 ? 0 : 1 - both / either;
}
