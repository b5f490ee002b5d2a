package config

import _ "embed" // the file `eddy config init` writes

// Template is a configuration with every key at its default and a word on
// each.
//
//go:embed template.toml
var Template string
