package model

import "github.com/shopspring/decimal"

// ResultView is what a portfolio has earned, exactly: the rows add up to the
// sectors and both to the total, and to what there is less what was put in.
type ResultView struct {
	Contributed decimal.Decimal `json:"contributed"` // cash put in, and lots brought in at cost
	Total       ResultRow       `json:"total"`
	Sectors     []ResultRow     `json:"sectors"`
	Rows        []ResultRow     `json:"rows"`              // lots and legs, sold and closed ones included
	Missing     []string        `json:"missing,omitempty"` // what is held without a price: its unrealised part is not in
	Stale       string          `json:"stale,omitempty"`   // why some price is stale
}

// ResultRow is what one lot, leg or sector has earned, in US dollars.
type ResultRow struct {
	ID         string          `json:"id,omitempty"`
	What       string          `json:"what"`
	Asset      Asset           `json:"asset,omitempty"`
	Realised   decimal.Decimal `json:"realised"`
	Unrealised decimal.Decimal `json:"unrealised"`
	Funding    decimal.Decimal `json:"funding"` // received; below zero, paid
	Fees       decimal.Decimal `json:"fees"`
	Sum        decimal.Decimal `json:"sum"`
}
