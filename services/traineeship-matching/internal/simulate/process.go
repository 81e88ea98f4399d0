package simulate

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// process is a process of the service as its driver sees it.
type process struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	ticks chan string
	done  chan struct{} // closed when nothing is written to it any more
}

// startService starts a process and waits until it works.
func (w *world) startService(ctx context.Context) (*process, error) {
	log, err := os.OpenFile(filepath.Join(w.o.Folder, "service.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the service's log: %w", err)
	}
	defer func() { _ = log.Close() }()                      // the process has its own
	cmd := exec.Command(w.o.Command[0], w.o.Command[1:]...) //nolint:gosec,noctx // itself; it is killed when the run wants it
	cmd.Env = append(append(os.Environ(), w.o.Env...), Environment+"=1")
	cmd.Stderr = log
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("speak to the service: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("hear the service: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the service: %w", err)
	}
	p := &process{cmd: cmd, in: in, ticks: make(chan string, 64), done: make(chan struct{})}
	s := w.setting
	s.Now = w.clock.Now()
	first, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("write the setting: %w", err)
	}
	go p.write(string(first))
	ready := make(chan bool, 1)
	go func() {
		lines := bufio.NewScanner(out)
		ready <- lines.Scan()
		_, _ = io.Copy(io.Discard, out)
	}()
	select {
	case ok := <-ready:
		if !ok {
			p.kill()
			return nil, fmt.Errorf("the service did not start: see %s", log.Name())
		}
	case <-ctx.Done():
		p.kill()
		return nil, ctx.Err() //nolint:wrapcheck // interrupted
	}
	return p, nil
}

// write tells the process line by line; one that was killed hears nothing.
func (p *process) write(first string) {
	defer close(p.done)
	_, err := io.WriteString(p.in, first+"\n")
	for line := range p.ticks {
		if err == nil {
			_, err = io.WriteString(p.in, line+"\n")
		}
	}
	_ = p.in.Close()
}

// tick moves the process's clock and lets it plan. It never waits.
func (p *process) tick(now time.Time) { p.tell(now.Format(time.RFC3339Nano)) }

func (p *process) tell(line string) {
	select {
	case p.ticks <- line:
	default: // it is busy with earlier ones
	}
}

// kill ends the process as a loss of power does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may be gone already
	close(p.ticks)
	<-p.done
	_ = p.cmd.Wait()
}

// redisServer is a Redis of the run's own, with its journal on disk.
type redisServer struct {
	cmd    *exec.Cmd
	folder string
	port   int
}

func (r *redisServer) url() string { return "redis://127.0.0.1:" + strconv.Itoa(r.port) + "/0" }

func (r *redisServer) start() error {
	r.cmd = exec.Command("redis-server", "--port", strconv.Itoa(r.port), "--bind", "127.0.0.1", "--dir", r.folder, //nolint:gosec,noctx // its own; killed by the run
		"--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction")
	if err := r.cmd.Start(); err != nil {
		return fmt.Errorf("start redis-server: %w", err)
	}
	return nil
}

func (r *redisServer) kill() {
	_ = r.cmd.Process.Kill() // it may be gone already
	_ = r.cmd.Wait()
}
