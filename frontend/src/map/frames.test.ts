import type { Map as MapLibre } from 'maplibre-gl';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Frames } from './frames';

/** What Frames asks of a map. */
function fakeMap() {
  const heard = new Map<string, () => void>();
  const drawn = vi.fn();
  const map = {
    painter: { render: drawn },
    isMoving: vi.fn(() => false),
    triggerRepaint: vi.fn(),
    on: (event: string, then: () => void) => heard.set(event, then),
  };
  return { map, drawn, frame: () => map.painter.render(), tell: (event: string) => heard.get(event)?.() };
}

describe('Frames', () => {
  let fake: ReturnType<typeof fakeMap>;
  let frames: Frames;
  beforeEach(() => {
    vi.useFakeTimers();
    fake = fakeMap();
    frames = new Frames(fake.map as unknown as MapLibre);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('draws every frame while nothing is held', () => {
    fake.frame();
    frames.draw();
    fake.frame();
    expect(fake.drawn).toHaveBeenCalledTimes(2);
    expect(fake.map.triggerRepaint).not.toHaveBeenCalled();
  });

  it('draws none while held, and asks for one when it is over', () => {
    frames.hold(250);
    fake.frame();
    expect(fake.drawn).not.toHaveBeenCalled();
    frames.draw();
    expect(fake.map.triggerRepaint).toHaveBeenCalledOnce();
    fake.frame();
    expect(fake.drawn).toHaveBeenCalledOnce();
  });

  it('waits no longer than it was told, and the longer of two times', () => {
    frames.hold(1_000);
    frames.hold(250);
    vi.advanceTimersByTime(999);
    fake.frame();
    expect(fake.drawn).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fake.map.triggerRepaint).toHaveBeenCalledOnce();
    fake.frame();
    expect(fake.drawn).toHaveBeenCalledOnce();
  });

  it('holds up no map that moves, and none of another size', () => {
    frames.hold(250);
    fake.map.isMoving.mockReturnValue(true);
    fake.frame();
    expect(fake.drawn).toHaveBeenCalledOnce();
    fake.map.isMoving.mockReturnValue(false);
    fake.tell('resize');
    fake.frame();
    expect(fake.drawn).toHaveBeenCalledTimes(2);
  });

  it('asks nothing of a map that is gone', () => {
    frames.hold(250);
    fake.tell('remove');
    vi.runAllTimers();
    expect(fake.map.triggerRepaint).not.toHaveBeenCalled();
  });
});
