// Shop takes orders over HTTP and prices them in the customer's currency.
package main

import (
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/mux"
)

// version is set by the linker.
var version = "dev"

type order struct {
	ID       string  `json:"id"`
	Item     string  `json:"item"`
	Euros    float64 `json:"euros"`
	Currency string  `json:"currency"`
	Price    float64 `json:"price"`
}

type server struct {
	rates func(currency string) (float64, error)
}

func (s *server) createOrder(w http.ResponseWriter, r *http.Request) {
	var o order
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&o); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	rate, err := s.rates(o.Currency)
	if errors.Is(err, errUnknownCurrency) {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err != nil {
		log.Printf("rates: %v", err)
		http.Error(w, "no exchange rate", http.StatusBadGateway)
		return
	}
	o.ID = uuid.NewString()
	o.Price = o.Euros * rate
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	if err := json.NewEncoder(w).Encode(o); err != nil {
		log.Printf("reply: %v", err)
	}
}

func (s *server) routes() http.Handler {
	r := mux.NewRouter()
	r.HandleFunc("/orders", s.createOrder).Methods(http.MethodPost)
	r.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	return r
}

func main() {
	addr := os.Getenv("LISTEN")
	if addr == "" {
		addr = ":8080"
	}
	s := &server{rates: rate}
	srv := &http.Server{Addr: addr, Handler: s.routes(), ReadHeaderTimeout: 5 * time.Second}
	log.Printf("shop %s listens on %s", version, addr)
	log.Fatal(srv.ListenAndServe())
}
