package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"time"

	"fugong/internal/accept"
	"fugong/internal/fault"
)

// grace is how long a stop waits for requests and jobs that are under way.
const grace = 30 * time.Second

// Serve answers requests and works jobs until ctx ends, then finishes what is
// under way. ready is told the address once people can open it. Errors:
// Unavailable "app.listen" when the address is taken.
func (a *App) Serve(ctx context.Context, ready func(address string)) (err error) {
	a.Config.keepMemory()
	remove, err := ownTemporary(os.TempDir())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	site, err := a.buildSite()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", a.Config.Listen)
	if err != nil {
		return fault.New(fault.Unavailable, "app.listen", "Address", a.Config.Listen).Because(err)
	}
	if err := a.Jobs.Start(ctx); err != nil {
		return err
	}
	bounded := accept.Limit(listener, accept.Most())
	server := newServer(site, bounded)
	server.RegisterOnShutdown(site.Live().Close)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(bounded) }()
	ready(a.siteAddress())
	select {
	case err = <-failed:
	case <-ctx.Done():
		a.Log.Info("stopping: finishing requests and jobs")
	}
	return errors.Join(err, a.stop(server))
}

// newServer bounds what a connection may take before its request is known: the
// time and size of the header, and the time between requests. Bodies and answers
// have a pace to keep (web.Pace, accept.Conn) and no end in time.
func newServer(site http.Handler, l *accept.Listener) *http.Server {
	return &http.Server{
		Handler: site, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ConnState: l.State, ConnContext: accept.Context,
	}
}

// stop ends live streams and solves at once, and waits for requests and jobs.
func (a *App) stop(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	a.Recovery.Halt()
	return errors.Join(server.Shutdown(ctx), a.Jobs.Stop(ctx))
}

// siteAddress is what people type to get here.
func (a *App) siteAddress() string {
	if a.Config.URL != "" {
		return a.Config.URL
	}
	host, port, err := net.SplitHostPort(a.Config.Listen)
	if err != nil {
		return "http://" + a.Config.Listen
	}
	if host == "" || host == "0.0.0.0" || host == "::" {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}
