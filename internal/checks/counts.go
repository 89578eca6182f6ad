package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
)

// counts says how many single tests passed, failed and were skipped.
type counts struct{ passed, failed, skipped int }

func (c *counts) add(d counts) {
	c.passed += d.passed
	c.failed += d.failed
	c.skipped += d.skipped
}

// parseVitest reads the file of vitest's JSON reporter.
func parseVitest(text []byte) (counts, error) {
	var v struct {
		NumPassedTests, NumFailedTests, NumPendingTests, NumTodoTests int
	}
	if err := json.Unmarshal(text, &v); err != nil {
		return counts{}, fmt.Errorf("read vitest's report: %w", err)
	}
	return counts{passed: v.NumPassedTests, failed: v.NumFailedTests, skipped: v.NumPendingTests + v.NumTodoTests}, nil
}

// nodeSummary is a line at the end of "node --test", as TAP or for people.
var nodeSummary = regexp.MustCompile(`(?m)^(?:#|ℹ) (pass|fail|cancelled|skipped|todo) (\d+)\s*$`)

// parseNodeTest reads the summary of "node --test"; false when there is none.
func parseNodeTest(text string) (counts, bool) {
	var c counts
	found := nodeSummary.FindAllStringSubmatch(text, -1)
	for _, m := range found {
		n, _ := strconv.Atoi(m[2]) // digits by the expression
		switch m[1] {
		case "pass":
			c.passed += n
		case "fail", "cancelled":
			c.failed += n
		default:
			c.skipped += n
		}
	}
	return c, len(found) > 0
}
