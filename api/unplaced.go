package api

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/diemnong/diemnong"
)

// unexamined is the reason of complaints that nobody has tried to place: they
// were stored before there was a geocoder.
const unexamined = "unexamined"

type unplacedAnswer struct {
	AsOf     string          `json:"as_of"`
	Revision int64           `json:"revision"`
	N        int64           `json:"n"`
	Reasons  []unplacedCount `json:"reasons"`
}

type unplacedCount struct {
	Reason string `json:"reason"`
	N      int64  `json:"n"`
	None   int64  `json:"none"`
	Area   int64  `json:"area"`
}

// reasonName is a reason as parameters and counts name it.
func reasonName(u diemnong.Unplaced) string {
	if u == diemnong.Placed {
		return unexamined
	}
	return u.String()
}

// reasonsOf reads the parameter unplaced: a list, sorted and without doubles, so
// that the same question has the same cursor.
func reasonsOf(values []string) ([]diemnong.Unplaced, error) {
	var reasons []diemnong.Unplaced
	for _, list := range values {
		for name := range strings.SplitSeq(list, ",") {
			if name == "" {
				continue
			}
			reason := diemnong.Placed
			if name != unexamined {
				var err error
				if reason, err = diemnong.ParseUnplaced(name); err != nil {
					return nil, diemnong.InvalidValue("unplaced", name, "is not a reason.", "Use some of: "+strings.Join(reasonNames(), ", ")+".")
				}
			}
			reasons = append(reasons, reason)
		}
	}
	slices.Sort(reasons)
	return slices.Compact(reasons), nil
}

func reasonNames() []string {
	return append(texts(diemnong.UnplacedReasons()), unexamined)
}

func (s *Server) readUnplaced(ctx context.Context, c *call) (diemnong.Filter, error) {
	w, err := s.city(ctx)
	if err != nil {
		return diemnong.Filter{}, err
	}
	return s.filter(c, w)
}

// unplaced counts the complaints that no cell holds, by the reason. All reasons
// are listed, those without any too.
func (s *Server) unplaced(ctx context.Context, f diemnong.Filter) (*reply, error) {
	leave, err := s.gate.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	counts, err := s.opt.Complaints.Unplaced(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("count unplaced complaints of %q: %w", f.Key(), err)
	}
	answer := unplacedAnswer{AsOf: rfc3339(counts.AsOf), Revision: int64(counts.State.Revision)}
	for _, reason := range append(diemnong.UnplacedReasons(), diemnong.Placed) {
		n := counts.Reasons[reason]
		answer.Reasons = append(answer.Reasons, unplacedCount{reasonName(reason), n.None + n.Area, n.None, n.Area})
		answer.N += n.None + n.Area
	}
	a, err := jsonReply(answer)
	if err != nil {
		return nil, err
	}
	return a.atRecord(counts.State, counts.AsOf), nil
}
