import { use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Tokens } from '../ui/tokens';
import { type Drawing, FONT } from './chart';
import type { ChartSource, Meaning } from './source';
import { wrapped } from './wrap';

use([CanvasRenderer]);

/** What stands around a chart in a saved picture: alone in a report, it must say what it shows. */
export interface Caption {
  readonly title: string;
  /** What it is about, the period, the filter in words. */
  readonly lines: readonly string[];
  readonly meanings: readonly Meaning[];
  readonly source: string;
}

/** The width of a picture in pixels of the page: that of a column in a report. */
export const PICTURE_WIDTH = 640;

/** Pixels of the picture to one of the page, so that print is sharp. */
export const PICTURE_SCALE = 2;

const MARGIN = 24;
const INNER = PICTURE_WIDTH - 2 * MARGIN;
const SMALL = { font: `400 12px ${FONT}`, line: 18 };
const TITLE = { font: `600 18px ${FONT}`, line: 26 };

/** A part of the picture from top to bottom: its height, and how it is painted with its top at 0. */
interface Block {
  readonly height: number;
  paint(ctx: CanvasRenderingContext2D): void;
}

/** picture paints a chart with its caption as a PNG, on the ground of the theme that `tokens` belong to. */
export async function picture<D extends Drawing>(
  source: ChartSource<D>,
  caption: Caption,
  tokens: Tokens,
): Promise<Blob> {
  await fontsFor([caption.title, ...caption.lines, caption.source].join(' '));
  const chart = await drawn(source, tokens);
  const canvas = document.createElement('canvas');
  const ctx = canvas.getContext('2d');
  if (!ctx) throw new Error('picture: this browser gives no canvas');
  const blocks = blocksOf(ctx, caption, chart, source.height, tokens);
  const height = blocks.reduce((sum, block) => sum + block.height, 2 * MARGIN);
  canvas.width = PICTURE_WIDTH * PICTURE_SCALE;
  canvas.height = height * PICTURE_SCALE;
  ctx.scale(PICTURE_SCALE, PICTURE_SCALE);
  ctx.fillStyle = tokens.surface;
  ctx.fillRect(0, 0, PICTURE_WIDTH, height);
  ctx.translate(MARGIN, MARGIN);
  for (const block of blocks) {
    block.paint(ctx);
    ctx.translate(0, block.height);
  }
  return toBlob(canvas);
}

/** A canvas draws with what is loaded: both weights, in the alphabets of the text. */
async function fontsFor(text: string): Promise<void> {
  await Promise.all([TITLE, SMALL].map(({ font }) => document.fonts.load(font, text)));
}

/** The chart by itself, drawn out of sight. */
async function drawn<D extends Drawing>(source: ChartSource<D>, tokens: Tokens): Promise<HTMLCanvasElement> {
  const element = document.createElement('div');
  element.style.cssText = `position:fixed;left:-9999px;top:0;width:${INNER}px;height:${source.height}px`;
  element.ariaHidden = 'true';
  document.body.append(element);
  try {
    const chart = await source.create(element, 'canvas');
    chart.update(source.draw(tokens));
    const canvas = chart.canvas(PICTURE_SCALE);
    chart.destroy();
    return canvas;
  } finally {
    element.remove();
  }
}

function blocksOf(
  ctx: CanvasRenderingContext2D,
  { title, lines, meanings, source }: Caption,
  chart: HTMLCanvasElement,
  height: number,
  tokens: Tokens,
): Block[] {
  return [
    textBlock(ctx, title, TITLE, tokens.ink),
    ...lines.map(line => textBlock(ctx, line, SMALL, tokens.muted)),
    gap(14),
    { height, paint: to => to.drawImage(chart, 0, 0, INNER, height) },
    ...(meanings.length > 0 ? [gap(10), meaningsBlock(ctx, meanings, tokens)] : []),
    gap(14),
    textBlock(ctx, source, SMALL, tokens.muted),
  ];
}

function gap(height: number): Block {
  return { height, paint: () => {} };
}

function textBlock(ctx: CanvasRenderingContext2D, text: string, style: typeof SMALL, colour: string): Block {
  ctx.font = style.font;
  const lines = wrapped(text, INNER, part => ctx.measureText(part).width);
  return {
    height: lines.length * style.line,
    paint: to => {
      to.font = style.font;
      to.fillStyle = colour;
      to.textBaseline = 'middle';
      for (const [i, line] of lines.entries()) to.fillText(line, 0, (i + 0.5) * style.line);
    },
  };
}

/** The colours with their words, as many in a line as there is room for. */
function meaningsBlock(ctx: CanvasRenderingContext2D, meanings: readonly Meaning[], tokens: Tokens): Block {
  const dot = 14;
  ctx.font = SMALL.font;
  let x = 0;
  let line = 0;
  const places = meanings.map(({ text }) => {
    const width = dot + ctx.measureText(text).width + 18;
    if (x > 0 && x + width > INNER) {
      x = 0;
      line++;
    }
    const place = { x, y: (line + 0.5) * SMALL.line };
    x += width;
    return place;
  });
  return {
    height: (line + 1) * SMALL.line,
    paint: to => {
      to.font = SMALL.font;
      to.textBaseline = 'middle';
      for (const [i, { colour, text }] of meanings.entries()) {
        const { x: left, y } = places[i] ?? { x: 0, y: 0 };
        to.fillStyle = colour;
        to.fillRect(left, y - 5, 9, 9);
        to.fillStyle = tokens.ink;
        to.fillText(text, left + dot, y);
      }
    },
  };
}

function toBlob(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('picture: the canvas gave no PNG'))));
  });
}
