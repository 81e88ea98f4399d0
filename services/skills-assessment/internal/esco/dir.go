package esco

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Dir lists the CSV files of a folder (not of folders below it).
func Dir(path string) ([]File, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("list the download: %w", err)
	}
	var files []File
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return nil, fmt.Errorf("look at %s: %w", e.Name(), err)
		}
		if !info.Mode().IsRegular() || filepath.Ext(e.Name()) != ".csv" {
			continue
		}
		name := filepath.Join(path, e.Name())
		files = append(files, File{Name: e.Name(), Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(name) }})
	}
	return files, nil
}
