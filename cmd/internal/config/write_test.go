package config_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/cmd/internal/config"
	"eddy/model"
)

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "config.toml")
	if config.Exists(path) {
		t.Error("what is not there exists")
	}
	chosen := config.Chosen{Start: config.StartDemo, Playbook: "s1-blueprint", Profile: "beginner", Venues: []string{"okx", "weex"}}
	if err := config.Write(path, chosen); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	got := []any{c.Start, c.Playbook, c.Profile, c.Enabled()}
	want := []any{config.StartDemo, "s1-blueprint", "beginner", []model.Venue{model.OKX, model.WEEX}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	before, _ := os.ReadFile(path)
	if err := config.Write(path, config.Chosen{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second time gives %v", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("an existing file was changed")
	}
}

func TestWriteWithoutChoicesIsTheTemplate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := config.Write(path, config.Chosen{}); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); string(got) != config.Template {
		t.Error("the template changed")
	}
}

func TestStart(t *testing.T) {
	if _, err := config.Parse([]byte(`start = "paper"`)); err == nil {
		t.Error("an unknown start is taken")
	}
}
