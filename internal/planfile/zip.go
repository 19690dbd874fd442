package planfile

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"

	"fugong/internal/fault"
)

// maxEntries bounds a zip's directory; an Excel workbook has a few dozen.
const maxEntries = 2000

// containerFormat tells an Excel workbook from other Office documents and plain zips.
func containerFormat(data []byte) format {
	if crowded(data) {
		return zipped
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return zipped
	}
	kind := zipped
	for i, f := range z.File {
		switch {
		case i > maxEntries:
			return zipped
		case f.Name == "xl/workbook.xml" || f.Name == "xl/workbook.bin":
			return workbook
		case f.Name == "[Content_Types].xml" || f.Name == "mimetype":
			kind = document
		}
	}
	return kind
}

// unzipPlan takes the one plan out of a zip. It fails with Invalid plan.file.zip,
// plan.file.zip_empty, plan.file.zip_many, plan.file.zip_locked and with TooLarge
// plan.file.zip_too_large when it unpacks to more than Limit.
func unzipPlan(data []byte) (name string, content []byte, err error) {
	if crowded(data) {
		return "", nil, fault.New(fault.Invalid, "plan.file.zip_many")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", nil, fault.New(fault.Invalid, "plan.file.zip").Because(err)
	}
	entry, err := onlyEntry(z.File)
	if err != nil {
		return "", nil, err
	}
	name = path.Base(strings.ReplaceAll(entry.Name, `\`, "/"))
	if entry.Flags&1 != 0 {
		return "", nil, fault.New(fault.Invalid, "plan.file.zip_locked", "inner", name)
	}
	if entry.UncompressedSize64 > Limit {
		return "", nil, fault.New(fault.TooLarge, "plan.file.zip_too_large", "inner", name, "limit", Limit>>20)
	}
	in, err := entry.Open()
	if err != nil {
		return "", nil, fault.New(fault.Invalid, "plan.file.zip", "inner", name).Because(err)
	}
	defer in.Close()
	content, err = io.ReadAll(io.LimitReader(in, Limit+1)) // the declared size may lie
	if len(content) > Limit {
		return "", nil, fault.New(fault.TooLarge, "plan.file.zip_too_large", "inner", name, "limit", Limit>>20)
	}
	if err != nil {
		return "", nil, fault.New(fault.Invalid, "plan.file.zip", "inner", name).Because(err)
	}
	return name, content, nil
}

// onlyEntry is the entry of a zip that holds one file besides the litter that
// operating systems add.
func onlyEntry(files []*zip.File) (*zip.File, error) {
	var found *zip.File
	for _, f := range files {
		base := path.Base(f.Name)
		if f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") || base == ".DS_Store" || base == "Thumbs.db" || base == "desktop.ini" {
			continue
		}
		if found != nil {
			return nil, fault.New(fault.Invalid, "plan.file.zip_many")
		}
		found = f
	}
	if found == nil {
		return nil, fault.New(fault.Invalid, "plan.file.zip_empty")
	}
	return found, nil
}

// crowded tells whether a zip's directory has more entries than any upload needs.
// Each begins with the same four bytes, so they are counted before the library
// makes something of each; chance makes these bytes once in four gigabytes.
func crowded(data []byte) bool { return bytes.Count(data, []byte("PK\x01\x02")) > maxEntries }
