package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

const ratesURL = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"

var errUnknownCurrency = errors.New("unknown currency")

var ratesClient = &http.Client{Timeout: 10 * time.Second}

// rate asks the European Central Bank what one euro is worth today.
func rate(currency string) (float64, error) {
	if currency == "EUR" {
		return 1, nil
	}
	resp, err := ratesClient.Get(ratesURL)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %s", ratesURL, resp.Status)
	}
	return parseRate(resp.Body, currency)
}

func parseRate(r io.Reader, currency string) (float64, error) {
	var sheet struct {
		Rates []struct {
			Currency string  `xml:"currency,attr"`
			Rate     float64 `xml:"rate,attr"`
		} `xml:"Cube>Cube>Cube"`
	}
	if err := xml.NewDecoder(r).Decode(&sheet); err != nil {
		return 0, err
	}
	for _, entry := range sheet.Rates {
		if entry.Currency == currency {
			return entry.Rate, nil
		}
	}
	return 0, fmt.Errorf("%w: %q", errUnknownCurrency, currency)
}
