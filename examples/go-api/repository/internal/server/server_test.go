package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/shortlinks/internal/store"
)

func answer(t *testing.T, handler http.Handler, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(method, path, strings.NewReader(body)))
	return recorder
}

func TestHealth(t *testing.T) {
	if code := answer(t, New(store.New()), "GET", "/healthz", "").Code; code != http.StatusOK {
		t.Fatalf("got %d", code)
	}
}

func TestRedirect(t *testing.T) {
	handler := New(store.New())
	if code := answer(t, handler, "PUT", "/links/docs", `{"address":"https://example.com"}`).Code; code != http.StatusNoContent {
		t.Fatalf("got %d", code)
	}
	found := answer(t, handler, "GET", "/docs", "")
	if found.Code != http.StatusFound || found.Header().Get("Location") != "https://example.com" {
		t.Fatalf("got %d %q", found.Code, found.Header().Get("Location"))
	}
}

func TestUnknown(t *testing.T) {
	if code := answer(t, New(store.New()), "GET", "/nowhere", "").Code; code != http.StatusNotFound {
		t.Fatalf("got %d", code)
	}
}
