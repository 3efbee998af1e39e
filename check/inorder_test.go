package check

import (
	"errors"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func upTo(n int) func(yield func(int) error) error {
	return func(yield func(int) error) error {
		for i := range n {
			if err := yield(i); err != nil {
				return err
			}
		}
		return nil
	}
}

// What is done side by side is handed on in the order it came, however long each takes, and only so much of it is under way.
func TestInOrder(t *testing.T) {
	const n = 2000
	next := 0
	var begun, given atomic.Int64
	err := inOrder(4, upTo(n), func(i int) int {
		if under := begun.Add(1) - given.Load(); under > int64(max(4, runtime.GOMAXPROCS(0))+runtime.GOMAXPROCS(0)+2) {
			t.Errorf("%d pieces are under way", under)
		}
		if rand.IntN(20) == 0 {
			time.Sleep(time.Duration(rand.IntN(200)) * time.Microsecond)
		}
		return i * i
	}, func(square int) error {
		given.Add(1)
		if square != next*next {
			t.Errorf("%d came where %d was to come", square, next*next)
		}
		next++
		return nil
	})
	if err != nil || next != n {
		t.Errorf("%d of %d were given, error %v", next, n, err)
	}
}

// The first error ends it, whoever has it, and nothing is given after it.
func TestInOrderEnds(t *testing.T) {
	broken := errors.New("broken")
	given := 0
	err := inOrder(4, upTo(1000), func(i int) int { return i }, func(i int) error {
		given++
		if i == 10 {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) || given != 11 {
		t.Errorf("giving failed at the 11th: %d were given, error %v", given, err)
	}

	given = 0
	err = inOrder(4, func(yield func(int) error) error {
		if err := upTo(10)(yield); err != nil {
			return err
		}
		return broken
	}, func(i int) int { return i }, func(int) error { given++; return nil })
	if !errors.Is(err, broken) || given != 10 {
		t.Errorf("feeding failed behind the 10th: %d were given, error %v", given, err)
	}
}

// A bug on another goroutine ends the program no otherwise than one on the caller's would.
func TestInOrderPanics(t *testing.T) {
	for name, run := range map[string]func() error{
		"working": func() error {
			return inOrder(4, upTo(100), func(i int) int { return 1 / (i - 50) }, func(int) error { return nil })
		},
		"feeding": func() error {
			return inOrder(4, func(func(int) error) error { panic("divide") }, func(i int) int { return i }, func(int) error { return nil })
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if bug, ok := recover().(error); !ok || !strings.Contains(bug.Error(), "divide") || !strings.Contains(bug.Error(), "inorder_test.go") {
					t.Errorf("the caller was told %v", bug)
				}
			}()
			t.Errorf("it went on, with %v", run())
		})
	}
}
