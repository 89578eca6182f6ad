package postgis

import (
	"sync"

	"github.com/diemnong/diemnong/migrations"
)

// boundTexts binds each statement to a schema once.
type boundTexts struct {
	schema string
	bound  sync.Map // text or file name → bound text
}

func newBoundTexts(schema string) *boundTexts { return &boundTexts{schema: schema} }

func (t *boundTexts) inline(text string) string {
	if b, ok := t.bound.Load(text); ok {
		return b.(string)
	}
	b := migrations.Bind(text, t.schema)
	t.bound.Store(text, b)
	return b
}

// file panics when the file does not exist: its name is a constant of this
// package, so that is a mistake in it that the first test finds.
func (t *boundTexts) file(name string) string {
	key := "file:" + name
	if b, ok := t.bound.Load(key); ok {
		return b.(string)
	}
	raw, err := sqlFiles.ReadFile("sql/" + name + ".sql")
	if err != nil {
		panic(err)
	}
	b := migrations.Bind(string(raw), t.schema)
	t.bound.Store(key, b)
	return b
}
