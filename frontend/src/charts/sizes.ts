/** The height of a lying column with the name above it, in pixels. */
export const BAR_HEIGHT = 36;

/** Room for the figures of the curve's axes, and for a finger at its ends; the window's handles reckon with it. */
export const CURVE_MARGIN = { left: 44, right: 44, top: 8, bottom: 18 } as const;
