package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const sheet = `<?xml version="1.0"?>
<Envelope><Cube><Cube time="2026-01-02"><Cube currency="USD" rate="1.25"/></Cube></Cube></Envelope>`

func TestParseRate(t *testing.T) {
	got, err := parseRate(strings.NewReader(sheet), "USD")
	if err != nil || got != 1.25 {
		t.Errorf("USD: %v, %v", got, err)
	}
	if _, err := parseRate(strings.NewReader(sheet), "XXX"); !errors.Is(err, errUnknownCurrency) {
		t.Errorf("XXX: %v", err)
	}
}

func TestCreateOrder(t *testing.T) {
	s := &server{rates: func(string) (float64, error) { return 2, nil }}
	body := strings.NewReader(`{"item":"mug","euros":4,"currency":"USD"}`)
	w := httptest.NewRecorder()
	s.routes().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/orders", body))
	if w.Code != http.StatusCreated || !strings.Contains(w.Body.String(), `"price":8`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
