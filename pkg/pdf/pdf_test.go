package pdf_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/pdf"
	"github.com/celav/celav/pkg/ui"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// printer needs a Chromium; without one the test is skipped, and fails where all must run.
func printer(t *testing.T) *pdf.Printer {
	t.Helper()
	if pdf.Find("") == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium is installed (Debian: apt-get install chromium)")
		}
		t.Skip("no Chromium is installed")
	}
	assets, err := ui.AssetHandler()
	if err != nil {
		t.Fatal(err)
	}
	p := pdf.New("", assets)
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// text reads a PDF back with poppler's pdftotext.
func text(t *testing.T, data []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("pdftotext is not installed (Debian: apt-get install poppler-utils)")
		}
		t.Skip("pdftotext is not installed")
	}
	read := exec.CommandContext(t.Context(), tool, "-", "-")
	read.Stdin = bytes.NewReader(data)
	out, err := read.Output()
	if err != nil {
		t.Fatalf("read the PDF back: %v", err)
	}
	return string(out)
}

func TestPrintArabicAndReadItBack(t *testing.T) {
	p := printer(t)
	data, err := p.Print(t.Context(), []byte(`<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>سيرة</title></head>
		<body><h1>تدريب عملي</h1><p lang="it" dir="ltr">Competenze: accoglienza, però</p></body></html>`))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Fatalf("no PDF: %.20q", data)
	}
	for _, tag := range []string{"/MarkInfo", "/StructTreeRoot", "/Lang"} {
		if !bytes.Contains(data, []byte(tag)) {
			t.Errorf("the PDF is not tagged: no %s", tag)
		}
	}
	read := text(t, data)
	// Letters come back as letters, in reading order, not as the shapes they are drawn with.
	for _, want := range []string{"تدريب", "عملي", "Competenze: accoglienza, però"} {
		if !strings.Contains(read, want) {
			t.Errorf("the PDF's text lacks %q: %q", want, read)
		}
	}
}

func TestPagesReachNothingOutside(t *testing.T) {
	var asked atomic.Int32
	outside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer outside.Close()
	p := printer(t)
	data, err := p.Print(t.Context(), []byte(`<!DOCTYPE html><html lang="it"><head><meta charset="utf-8"><title>x</title>
		<link rel="stylesheet" href="`+outside.URL+`/a.css"><script>document.title='ran';fetch('`+outside.URL+`')</script></head>
		<body><img alt="" src="`+outside.URL+`/b.png"><iframe src="`+outside.URL+`/c"></iframe><iframe src="file:///etc/hostname"></iframe><p>resta</p></body></html>`))
	if err != nil {
		t.Fatal(err)
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("the page reached the network %d times", n)
	}
	if !strings.Contains(text(t, data), "resta") {
		t.Error("the page was not printed")
	}
}

func TestManyAtOnceAndAfterACallerLeft(t *testing.T) {
	p := printer(t)
	page := []byte(`<!DOCTYPE html><html lang="it"><head><title>x</title></head><body>pagina</body></html>`)
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := p.Print(gone, page); err == nil {
		t.Error("a print for nobody succeeded")
	}
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if _, err := p.Print(t.Context(), page); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestBoundsAndAbsence(t *testing.T) {
	absent := pdf.New(pdf.Off, http.NotFoundHandler())
	if absent.Available() {
		t.Error("switched off, and available")
	}
	if _, err := absent.Print(t.Context(), []byte("<p>")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("without Chromium: %v", err)
	}
	broken := pdf.New("/bin/false", http.NotFoundHandler())
	if _, err := broken.Print(t.Context(), []byte("<p>")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("with one that does not start: %v", err)
	}
	if _, err := broken.Print(t.Context(), make([]byte, pdf.MaxHTML+1)); !fault.Is(err, fault.Precondition) {
		t.Errorf("a page beyond the bound: %v", err)
	}
	var none *pdf.Printer
	if none.Available() || none.Close() != nil {
		t.Error("no printer is not like one without Chromium")
	}
}

func TestDescribe(t *testing.T) {
	for setting, want := range map[string]string{
		pdf.Off: "off", "/no/such": "names no program", "ws://printer:9222": "ws://printer:9222", "/bin/sh": "/bin/sh",
	} {
		if got := pdf.Describe(setting); !strings.Contains(got, want) {
			t.Errorf("Describe(%q) = %q, want %q in it", setting, got, want)
		}
	}
}
