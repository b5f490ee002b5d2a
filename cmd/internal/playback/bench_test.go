package playback

import (
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"

	"eddy/model"
)

// BenchmarkReplay is everything from the file to the snapshot: unpacked, decoded,
// handed over, folded, published. A desk is given ten snapshots a second, so a
// market of a thousand frames a second has a hundred between two, and one of six
// thousand, as seven venues at once are, six hundred.
func BenchmarkReplay(b *testing.B) {
	for _, perSecond := range []int{1000, 6000} {
		b.Run(fmt.Sprintf("%d-a-second", perSecond), func(b *testing.B) {
			path := script{frames: 120_000, step: time.Second / time.Duration(perSecond), every: perSecond / 10}.record(b, asItIs)
			frames, before := 0, cpuTime(b)
			b.ReportAllocs()
			b.ResetTimer()
			for frames < b.N {
				frames += played(b, path, func(*model.Snapshot) {})
			}
			b.StopTimer()
			b.ReportMetric(float64(frames)/b.Elapsed().Seconds(), "frames/s")
			b.ReportMetric((cpuTime(b)-before).Seconds()*1e6/float64(frames), "cpu-us/frame")
		})
	}
}

// played plays a tape as fast as it goes and returns its frames.
func played(t testing.TB, path string, look func(*model.Snapshot)) int {
	t.Helper()
	p, err := Open(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Each(t.Context(), time.Minute, func(s *model.Snapshot) error { look(s); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return int(p.stage.frames)
}

// cpuTime is what the process has taken of the processors so far, whoever else
// runs on them.
func cpuTime(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// A tape of four times the length takes no more memory to play.
func TestMemoryIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("plays 440,000 frames")
	}
	peak := func(hours int) (most uint64) {
		looks := 0
		played(t, recorded(t, hours, 1000, asItIs), func(*model.Snapshot) {
			if looks++; looks%20 != 0 {
				return
			}
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		})
		return most
	}
	peak(1)          // what a program takes once
	const hours = 64 // enough to fill what is read ahead
	short := peak(hours)
	for _, times := range []int{2, 4} {
		long := peak(hours * times)
		t.Logf("%dx: %.2f of the memory of 1x, which takes %.1f MB", times, float64(long)/float64(short), float64(short)/1e6)
		if long > short+short/2 { // what is read ahead is fuller or emptier by chance
			t.Errorf("%d times the length takes %d bytes, once takes %d", times, long, short)
		}
	}
}
