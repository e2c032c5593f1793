/** Widgets as CloudWatch's dashboard body has them, laid out in rows. */
export interface Widget {
  readonly type: WidgetType;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

export type WidgetType = "text" | "alarm" | "metric" | "custom" | "log";

/** A widget without its place. */
export type Tile = Pick<Widget, "type" | "height" | "properties">;

const GRID_WIDTH = 24;

/** Rows of tiles of equal width, one below the other. */
export function stack(rows: readonly (readonly Tile[])[]): Widget[] {
  let y = 0;
  return rows.flatMap((tiles) => {
    const width = GRID_WIDTH / tiles.length;
    const widgets = tiles.map((tile, index) => ({ ...tile, x: index * width, y, width }));
    y += Math.max(0, ...tiles.map(({ height }) => height));
    return widgets;
  });
}
