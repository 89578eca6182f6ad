package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/diemnong/diemnong"
)

// writable reports whether anything can be written at all.
func (s *Server) writable() bool { return s.opt.WriteToken != "" && s.opt.Writer != nil }

// authorize lets a request write that carries the token. The comparison takes
// the same time whatever is wrong, and hashes hide the token's length.
func (s *Server) authorize(h http.Header) error {
	if !s.writable() {
		return &diemnong.Error{
			Code: diemnong.Forbidden, Message: "Writing is switched off.",
			Hint: "The operator switches it on by starting the service with a token in DIEMNONG_WRITE_TOKEN.",
		}
	}
	scheme, token, _ := strings.Cut(h.Get("Authorization"), " ")
	given, want := sha256.Sum256([]byte(strings.TrimSpace(token))), sha256.Sum256([]byte(s.opt.WriteToken))
	if !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare(given[:], want[:]) == 0 {
		return &diemnong.Error{
			Code: diemnong.Unauthorized, Message: "The write token is missing or wrong.",
			Hint: "Send the header Authorization: Bearer TOKEN.",
		}
	}
	return nil
}
