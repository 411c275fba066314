package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// mostBody bounds what is put, in bytes: that of the local API.
const mostBody = 64 << 10

// kept is one document and the file it was made durable in.
type kept struct {
	mu       sync.Mutex
	document []byte
	file     *os.File
}

// serveHTTPS keeps one document: PUT appends it to a file and forces it to the
// disk before it answers, GET returns the newest. It prints its address and ends
// with its process.
func serveHTTPS(certificate, key, file string) error {
	appended, err := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	k := &kept{file: appended}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", k.get)
	mux.HandleFunc("PUT /", k.put)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	return server.ServeTLS(listener, certificate, key)
}

func (k *kept) get(w http.ResponseWriter, _ *http.Request) {
	k.mu.Lock()
	document := bytes.Clone(k.document)
	k.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(document) // a client that has gone needs no answer
}

func (k *kept) put(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
	if err == nil {
		err = k.keep(body)
	}
	if err != nil {
		http.Error(w, "not kept", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // likewise
}

func (k *kept) keep(document []byte) error {
	if _, err := k.file.Write(document); err != nil {
		return err
	}
	if err := k.file.Sync(); err != nil {
		return err
	}
	k.mu.Lock()
	k.document = document
	k.mu.Unlock()
	return nil
}
