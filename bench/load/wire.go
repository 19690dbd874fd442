package main

import (
	"bufio"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"
)

// doer sends a request and returns the answer, whose body must be read to its
// end before the next request.
type doer interface {
	Do(*http.Request) (*http.Response, error)
}

// wire is one kept connection to the site. It does what http.Client does
// without the two goroutines and the bookkeeping of a connection pool, so that
// a measurement on few cores spends them on the site and not on its clients.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
	out  *bufio.Writer
	jar  http.CookieJar
}

// newWire opens a connection with the session of a client that has signed in.
func (s *site) newWire(signedIn *http.Client) (*wire, error) {
	conn, err := net.Dial("tcp", s.listen)
	if err != nil {
		return nil, err
	}
	return &wire{conn, bufio.NewReader(conn), bufio.NewWriter(conn), signedIn.Jar}, nil
}

// Do sends a request on the connection and returns the answer.
func (w *wire) Do(r *http.Request) (*http.Response, error) {
	for _, cookie := range w.jar.Cookies(&url.URL{Scheme: "http", Host: r.URL.Host, Path: "/"}) {
		r.AddCookie(cookie)
	}
	if err := w.conn.SetDeadline(time.Now().Add(2 * time.Minute)); err != nil {
		return nil, err
	}
	if err := errors.Join(r.Write(w.out), w.out.Flush()); err != nil {
		return nil, err
	}
	return http.ReadResponse(w.in, r)
}
