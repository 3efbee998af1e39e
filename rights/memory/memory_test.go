package memory

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// Whatever was met before, by however many, a text gives what is read from it and nothing else.
func TestRemembersTheRightText(t *testing.T) {
	m := New[string](64, 8)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 5000 {
				text := fmt.Sprint(i * i % 331)
				if got := m.Read(text, strings.ToUpper); got != text {
					t.Errorf("%q gives %q", text, got)
				}
			}
		})
	}
	all.Wait()
}

func TestReadsOnceWhatComesAgain(t *testing.T) {
	m := New[int](64, 8)
	reads := 0
	read := func(text string) int { reads++; return len(text) }
	for range 3 {
		m.Read("none", read)
		m.Read("too long for it", read)
	}
	if reads != 1+3 {
		t.Errorf("read %d times", reads)
	}
}

// It holds no more texts than it was made for, whatever comes.
func TestIsBounded(t *testing.T) {
	m := New[int](64, 8)
	for i := range 10000 {
		m.Put(fmt.Sprint(i), i)
	}
	held := 0
	for i := range 10000 {
		if v, ok := m.Get(fmt.Sprint(i)); ok {
			held++
			if v != i {
				t.Errorf("%d gives %d", i, v)
			}
		}
	}
	if held == 0 || held > 64 {
		t.Errorf("holds %d texts", held)
	}
}
