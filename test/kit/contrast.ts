/** How well the texts of a page stand out, as a browser has drawn them. */
import type { Page } from "playwright-core";

export interface WeakText {
  readonly text: string;
  readonly contrast: number;
}

/** WCAG 2: relative luminance of text against what lies behind it; `color-mix` comes as `color(srgb …)`. */
const WEAK_TEXTS = `(least) => {
  const parse = (colour) => {
    const numbers = colour.match(/[\\d.]+(?:e-?\\d+)?/g).map(Number);
    const scale = colour.startsWith("color(") ? 1 : 255;
    return { rgb: numbers.slice(0, 3).map((value) => value / scale), alpha: numbers[3] ?? 1 };
  };
  const over = (top, below) => top.rgb.map((value, at) => value * top.alpha + below[at] * (1 - top.alpha));
  const behind = (element) => {
    if (element === null) return [1, 1, 1];
    const own = parse(getComputedStyle(element).backgroundColor);
    return own.alpha === 1 ? own.rgb : over(own, behind(element.parentElement));
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
  return [...document.body.querySelectorAll("*")].filter((element) => hasText(element) && element.checkVisibility()).flatMap((element) => {
    const ground = behind(element);
    const style = getComputedStyle(element);
    const colour = element instanceof SVGElement ? style.fill : style.color;
    const [darker, lighter] = [luminance(over(parse(colour), ground)), luminance(ground)].sort((a, b) => a - b);
    const contrast = (lighter + 0.05) / (darker + 0.05);
    return contrast < least ? [{ text: element.textContent.trim().slice(0, 40), contrast: Math.round(contrast * 100) / 100 }] : [];
  });
}`;

export function weakTexts(page: Page, least: number): Promise<readonly WeakText[]> {
  return page.evaluate(`(${WEAK_TEXTS})(${least})`);
}
