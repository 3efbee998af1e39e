package audit

import (
	"path/filepath"
	"sync"
	"testing"
)

// Programs that begin one trail at the same moment wait for each other.
func TestCreateTogether(t *testing.T) {
	for range 20 {
		path := filepath.Join(t.TempDir(), "clearance.db")
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				l, _, err := Create(path)
				if err != nil {
					t.Error(err)
					return
				}
				if err := l.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
}
