package index

import (
	"context"
	"time"
)

// silence is how long a load may bring nothing before it counts as dead: a
// connection that ended without a word would keep it waiting for a quarter of an
// hour.
const silence = 2 * time.Minute

// watchdog ends a context when signs of life stop.
type watchdog struct {
	ctx    context.Context
	cancel context.CancelFunc
	timer  *time.Timer
	signs  int
}

func newWatchdog(ctx context.Context) *watchdog {
	w := &watchdog{}
	w.ctx, w.cancel = context.WithCancel(ctx)
	w.timer = time.AfterFunc(silence, w.cancel)
	return w
}

// sign says that something came. It is called for each row, and looks up only
// now and then.
func (w *watchdog) sign() {
	if w.signs++; w.signs%progressStep == 0 {
		w.timer.Reset(silence)
	}
}

// explain gives an error its cause: the watchdog's own end of the context is a
// database that does not answer.
func (w *watchdog) explain(ctx context.Context, err error) error {
	if ctx.Err() == nil && w.ctx.Err() != nil {
		return silent(err)
	}
	return err
}

func (w *watchdog) stop() {
	w.timer.Stop()
	w.cancel()
}
