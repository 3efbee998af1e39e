package check

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// errEnough ends the feeding where nobody wants more.
var errEnough = errors.New("nobody wants more")

// done is a piece of work that was done, or the bug that kept it from being done.
type done[Out any] struct {
	out Out
	bug error
}

// inOrder does work side by side, on as many cores as there are, and hands the results on one by one, in the order in which each gave
// what they were made of. Some pieces may be ahead of that, at least one for each core, which bounds the memory of a run, whatever its
// length. Feeding runs on a goroutine of its own, give on that of the caller. The first error of either ends it; when it returns,
// nothing of it runs any more. A panic on another goroutine is raised on that of the caller.
func inOrder[In, Out any](ahead int, each func(yield func(In) error) error, work func(In) Out, give func(Out) error) error {
	type piece struct {
		in  In
		out chan done[Out]
	}
	workers := runtime.GOMAXPROCS(0)
	ahead = max(ahead, workers)
	todo, order := make(chan piece, ahead), make(chan chan done[Out], ahead)
	enough := make(chan struct{})
	ended := make(chan error, 1)

	go func() {
		defer close(order)
		defer close(todo)
		ended <- sheltered(func() error {
			return each(func(in In) error {
				p := piece{in, make(chan done[Out], 1)}
				select {
				case order <- p.out:
				case <-enough:
					return errEnough
				}
				todo <- p // has as much room as order, so it never waits
				return nil
			})
		})
	}()
	for range workers {
		go func() {
			for p := range todo {
				var d done[Out]
				d.bug = sheltered(func() error { d.out = work(p.in); return nil })
				p.out <- d
			}
		}()
	}

	var failed error
	for out := range order {
		d := <-out // work that was begun is awaited, even when nobody wants it any more
		if failed != nil {
			continue
		}
		if failed = d.bug; failed == nil {
			failed = give(d.out)
		}
		if failed != nil {
			close(enough)
		}
	}
	fed := <-ended
	for _, err := range []error{failed, fed} {
		var bug *panicked
		if errors.As(err, &bug) {
			panic(bug)
		}
	}
	if failed != nil {
		return failed
	}
	return fed
}

// panicked is a panic on its way to the goroutine whose caller can tell the user.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("%v\n%s", p.value, p.stack) }

// sheltered turns a panic into an error.
func sheltered(do func() error) (err error) {
	defer func() {
		if bug := recover(); bug != nil {
			if already, ok := bug.(*panicked); ok {
				err = already
				return
			}
			err = &panicked{bug, debug.Stack()}
		}
	}()
	return do()
}
