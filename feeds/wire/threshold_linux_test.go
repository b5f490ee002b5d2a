package wire

import (
	"net"
	"syscall"
	"testing"
	"time"
)

// tcpPair is a connection over loopback, one end paced by turn.
func tcpPair(t *testing.T, turn func() <-chan struct{}) (paced *pacedConn, far net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Skipf("no loopback here: %v", err)
	}
	defer listener.Close()
	near, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if far, err = listener.Accept(); err != nil {
		t.Fatal(err)
	}
	paced = newPacedConn(near)
	paced.pace = turn
	t.Cleanup(func() {
		paced.Close()
		far.Close()
	})
	return paced, far
}

// threshold is what a connection has to hold for the kernel to wake its reader.
func threshold(t *testing.T, c net.Conn) (bytes int) {
	t.Helper()
	raw, err := c.(syscall.Conn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	controlled := raw.Control(func(fd uintptr) {
		bytes, err = syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVLOWAT)
	})
	if controlled != nil || err != nil {
		t.Fatal(controlled, err)
	}
	return bytes
}

// While a connection is left alone its packets wake nobody; when its turn has
// come the first byte does, though nothing may lie there then, and what came
// meanwhile is read in one go.
func TestPacketsOfAPauseWakeNobody(t *testing.T) {
	turns := make(chan struct{})
	conn, far := tcpPair(t, func() <-chan struct{} { return turns })
	buf, got := make([]byte, 64), make(chan string)
	read := func() {
		n, err := conn.Read(buf)
		if err != nil {
			t.Error(err)
		}
		got <- string(buf[:n])
	}
	write := func(text string) {
		if _, err := far.Write([]byte(text)); err != nil {
			t.Error(err)
		}
	}

	write("one")
	go read()
	if text := <-got; text != "one" {
		t.Errorf("read %q", text)
	}
	go read() // pauses
	for threshold(t, conn.Conn) == 1 {
		time.Sleep(time.Millisecond)
	}
	turns <- struct{}{}
	for threshold(t, conn.Conn) != 1 {
		time.Sleep(time.Millisecond)
	}
	write("2")
	if text := <-got; text != "2" {
		t.Errorf("read %q", text)
	}
	go read()
	for threshold(t, conn.Conn) == 1 {
		time.Sleep(time.Millisecond)
	}
	write("three ")
	write("and four")
	turns <- struct{}{}
	if text := <-got; text != "three and four" && text != "three " { // loopback may be slower than the turn
		t.Errorf("read %q", text)
	}
}
