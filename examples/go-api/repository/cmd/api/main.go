// Command api serves short links over HTTP.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/shortlinks/internal/server"
	"example.com/shortlinks/internal/store"
)

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	api := &http.Server{
		Addr:              ":" + port,
		Handler:           server.New(store.New()),
		ReadHeaderTimeout: 5 * time.Second,
	}
	stopped, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		if err := api.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			slog.Error("cannot serve", "error", err)
			os.Exit(1)
		}
	}()
	slog.Info("listening", "port", port)
	<-stopped.Done()
	closing, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := api.Shutdown(closing); err != nil {
		slog.Error("cannot stop cleanly", "error", err)
	}
}
