import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TileJSON } from '../src/api/vocabulary';
import { type Around, ask, Driver } from './driver';

/** The names that a layer draws, each once. */
function names({ features }: Around, layer: string): string[] {
  const all = features.filter(f => f.layer === layer).map(f => String(f.properties.name));
  return [...new Set(all)].sort();
}

describe('the ground of the map', () => {
  it('has the river, main roads and the metro of the city, and says whose they are', async () => {
    const context = await ask<TileJSON>('/tiles/v1/context.json');
    await Driver.visit({}, async d => {
      await d.goto('?at=13/10.785/106.705');
      const drawn = await d.drawnAround();
      assert.ok(drawn.features.some(f => f.layer === 'context-water' && f.properties.class === 'river'));
      assert.ok(
        drawn.features.some(f => f.layer === 'context-roads' && f.properties.name === 'Điện Biên Phủ'),
      );
      assert.ok(drawn.features.some(f => f.layer === 'context-metro'));
      const stations = names(drawn, 'context-stations');
      assert.ok(stations.includes('Bến Thành') && stations.includes('Ba Son'), String(stations));
      assert.deepEqual(drawn.base, []);
      const attribution = await d.page.locator('.attribution').textContent();
      assert.ok(
        attribution?.includes(context.attribution) && context.attribution !== '',
        String(attribution),
      );
    });
  });

  it('shows more of it the nearer one is', async () => {
    await Driver.visit({}, async d => {
      await d.goto('?at=8.5/10.785/106.705');
      const far = new Set((await d.drawnAround()).features.map(f => f.properties.class));
      assert.ok(far.has('trunk') && !far.has('secondary'), [...far].join());
    });
  });
});
