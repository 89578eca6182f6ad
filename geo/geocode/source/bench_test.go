package source

import (
	"os"
	"testing"
)

// BenchmarkPBF reads a real file; bytes are those of the file.
func BenchmarkPBF(b *testing.B) {
	content, err := os.ReadFile(shared(b, "osm/liechtenstein-2024.osm.pbf"))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := drainPBF(b, content, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
