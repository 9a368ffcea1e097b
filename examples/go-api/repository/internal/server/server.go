// Package server answers the HTTP requests of the API.
package server

import (
	"encoding/json"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"example.com/shortlinks/internal/store"
)

var redirects = promauto.NewCounter(prometheus.CounterOpts{
	Name: "shortlinks_redirects_total",
	Help: "Redirects that were answered.",
})

// New returns the router of the API over the given links.
func New(links *store.Store) http.Handler {
	router := chi.NewRouter()
	router.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"status":"ok"}`))
	})
	router.Handle("/metrics", promhttp.Handler())
	router.Put("/links/{name}", func(w http.ResponseWriter, r *http.Request) {
		var link struct {
			Address string `json:"address"`
		}
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4096)).Decode(&link); err != nil || link.Address == "" {
			http.Error(w, "an address is needed", http.StatusBadRequest)
			return
		}
		links.Put(chi.URLParam(r, "name"), link.Address)
		w.WriteHeader(http.StatusNoContent)
	})
	router.Get("/{name}", func(w http.ResponseWriter, r *http.Request) {
		address, known := links.Get(chi.URLParam(r, "name"))
		if !known {
			http.NotFound(w, r)
			return
		}
		redirects.Inc()
		http.Redirect(w, r, address, http.StatusFound)
	})
	return router
}
